/** What the host of a client brings: fetch, listeners, locks, signals. */

import { invalid, said } from "./errors.js";
import type { CommonOptions, Event, Logger } from "./types.js";

/** The options about the host, checked; the module gets functions that throw nothing but `fetch`'s errors. */
export interface Host {
  /** Called without `this`: a page's fetch refuses any other than the window's. */
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Tells an event. */
  tell: ((event: Event) => void) | undefined;
  /** Locks keys, and gives the function that unlocks them. */
  lock: ((keys: string[]) => Promise<() => void>) | undefined;
  /** Ends every call. */
  signal: AbortSignal | undefined;
}

/** Splits a client's options into the host's part, checked, and the rest, which is plain data. */
export function splitOptions(options: unknown): [Host, Record<string, unknown>] {
  if (typeof options !== "object" || options === null) {
    throw invalid(`options must be an object, not ${options === null ? "null" : typeof options}`, "see the README for an example");
  }
  const { fetch, logger, signal, allowBrowser, onEvent, lock, ...data } = readable(options as CommonOptions);
  for (const [name, value] of Object.entries({ fetch, onEvent, lock })) {
    if (value !== undefined && typeof value !== "function") throw invalid(`options.${name} must be a function, not a ${typeof value}`, "or leave it out");
  }
  if (logger !== undefined && (typeof logger !== "object" || logger === null)) {
    throw invalid("options.logger must be an object", "pass an object with debug, info and warn, such as console");
  }
  if (isPage() && allowBrowser !== true) {
    throw invalid(
      "options.credentials: a web page cannot keep them secret",
      "run provisioning in a Worker or on a server; or set `allowBrowser: true` if everybody who can open this page may know them",
    );
  }
  const host: Host = {
    fetch: fetch ?? ((url, init) => globalThis.fetch(url, init)),
    tell: onEvent || logger ? teller(onEvent, logger) : undefined,
    lock: lock && locker(lock),
    signal: signal && checkSignal("options.signal", signal),
  };
  return [host, data];
}

function readable<Options extends object>(options: Options): Options {
  try {
    return { ...options };
  } catch (thrown) {
    throw invalid(`options cannot be read: ${said(thrown)}`, "give a plain object");
  }
}

/** Checks an abort signal, of any realm. */
export function checkSignal(name: string, signal: AbortSignal): AbortSignal {
  if (typeof signal?.addEventListener !== "function") {
    throw invalid(`${name} must be an AbortSignal`, "pass the signal of an AbortController");
  }
  return signal;
}

/** What a caller's own listeners throw must not end a run. */
function teller(onEvent: CommonOptions["onEvent"], logger: Logger | undefined): (event: Event) => void {
  return (event) => {
    try {
      onEvent?.(event);
    } catch {
      // The event is the listener's to lose.
    }
    try {
      if (logger) log(logger, event);
    } catch {
      // The same.
    }
  };
}

const LEVELS = { request: "debug", wait: "debug", outcome: "info", retry: "warn", warning: "warn" } as const;

function log(logger: Logger, event: Event): void {
  const level = LEVELS[event.type];
  const words = `${event.platform}${event.subject === undefined ? "" : ` ${event.subject}`}: ${text(event)}`;
  const write = logger[level] as ((...args: unknown[]) => void) | undefined;
  if (typeof logger.bindings === "function") write?.call(logger, event, words);
  else write?.call(logger, words, event);
}

function text(event: Event): string {
  switch (event.type) {
    case "request":
      return `${event.method} ${event.path} ${event.status || "without an answer"} in ${event.durationMs} ms`;
    case "retry":
      return `${event.step}: again in ${event.ms} ms, because ${event.reason.message}`;
    case "wait":
      return `waits ${event.ms} ms: ${event.reason}`;
    case "warning":
      return event.message;
    case "outcome":
      return event.status;
  }
}

/** Locks in the module's hands: when it breaks, somebody else must let go of them. */
const releases = new WeakSet<object>();

function locker(lock: NonNullable<CommonOptions["lock"]>): (keys: string[]) => Promise<() => void> {
  return async (keys) => {
    let unlock: (() => void | Promise<void>) | undefined = await lock(keys);
    if (typeof unlock !== "function") throw invalid("options.lock must give a function that unlocks", "return one from its promise");
    const release = (): void => {
      const once = unlock;
      unlock = undefined;
      // Whoever cannot unlock has to see to it: the work itself is done.
      void (async () => once?.())().catch(() => {});
    };
    releases.add(release);
    return release;
  };
}

/** Lets go of something that a broken module held: a request under way, a timer that keeps a process waiting, a lock. */
export function letGo(held: unknown): void {
  if (held instanceof AbortController) held.abort();
  else if (typeof held === "function" && releases.has(held)) held();
  // Only Node's and Bun's timers are objects.
  else if ((held as object | undefined)?.constructor?.name === "Timeout") clearTimeout(held as never);
}

/** Whether this is a web page. */
export function isPage(): boolean {
  const page = globalThis as { window?: unknown; document?: { createElement?: unknown } };
  return page.window === globalThis && typeof page.document?.createElement === "function";
}
