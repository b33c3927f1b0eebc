/** What the host of a client brings: fetch, logger, abort signal. */

import { invalid } from "./errors.js";
import { checkSignal } from "./options.js";
import type { LogEvent } from "./generated/types.js";

/** Takes log events; `console` is one. Every method is optional. */
export interface Logger {
  /** Called for every request; `message` is the text of `event`. */
  debug?(message: string, event: LogEvent): void;
  /** Called for every person who is done; `message` is the text of `event`. */
  info?(message: string, event: LogEvent): void;
  /** Called for retries, renewals and looks after an unclear create; `message` is the text of `event`. */
  warn?(message: string, event: LogEvent): void;
}

/** The options about the host, common to all clients. */
export interface HostOptions {
  /** The `fetch` to use instead of the global one. It is called as `fetch(url, init)`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Takes log events, such as `console`. They never hold a secret, a query or a body. */
  logger?: Logger;
  /** Ends every call of the client when it is aborted. */
  signal?: AbortSignal;
  /** Allow credentials in a web page, where whoever can open its developer tools can read them. */
  allowBrowser?: boolean;
}

/** {@link HostOptions}, checked. */
export interface Host {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  logger?: Logger;
  signal?: AbortSignal;
}

const NAMES = ["fetch", "logger", "signal", "allowBrowser"] as const;

/** Splits a client's options into the host's part, checked, and the rest, which is plain data. */
export function splitOptions(options: unknown): [Host, Record<string, unknown>] {
  if (typeof options !== "object" || options === null) {
    throw invalid("options: expected an object", "see the README for an example");
  }
  const data: Record<string, unknown> = { ...options };
  for (const name of NAMES) delete data[name];
  for (const [name, value] of Object.entries(data)) {
    // JSON would make it `null`, and so an option that was not given.
    if (typeof value === "number" && !Number.isFinite(value)) {
      throw invalid(`${name}: ${value} is no number to work with`, "give a finite number, or leave it out");
    }
  }
  const { fetch, logger, signal, allowBrowser } = options as HostOptions;
  if (fetch !== undefined && typeof fetch !== "function") {
    throw invalid("fetch: is not a function", "pass a function like the global fetch, or leave it out");
  }
  if (logger !== undefined && (typeof logger !== "object" || logger === null)) {
    throw invalid("logger: is not an object", "pass an object with debug, info and warn, such as console");
  }
  if (isPage() && allowBrowser !== true) {
    throw invalid(
      "credentials: a web page cannot keep them secret",
      "run provisioning in a Worker or on a server; or set `allowBrowser: true` if everybody who can open this page may know them",
    );
  }
  const host: Host = { fetch: fetch ?? ((url, init) => globalThis.fetch(url, init)) };
  if (logger) host.logger = logger;
  if (signal) host.signal = checkSignal(signal);
  return [host, data];
}

/** Logs. What a caller's own logger throws must not end a run. */
export function tell(logger: Logger | undefined, event: LogEvent): void {
  try {
    logger?.[event.level]?.(event.message, event);
  } catch {
    // The event is the logger's to lose.
  }
}

/** Hands a transcript over. What a caller's own function throws must not hide how the call has ended. */
export function hand(take: (text: string) => void, text: string): void {
  try {
    take(text);
  } catch {
    // The transcript is the caller's to lose.
  }
}

/** A promise of the reason for which any of the signals is aborted, and the means to stop listening. */
export function abortOf(signals: Array<AbortSignal | undefined>): { aborted: Promise<unknown> | undefined; done(): void } {
  const given = signals.filter((signal) => signal !== undefined);
  if (given.length === 0) return { aborted: undefined, done() {} };
  const heard = new AbortController();
  const aborted = new Promise<unknown>((resolve) => {
    for (const signal of given) {
      const tell = (): void => resolve(reasonOf(signal));
      if (signal.aborted) tell();
      else signal.addEventListener("abort", tell, { once: true, signal: heard.signal });
    }
  });
  return { aborted, done: () => heard.abort() };
}

/** The reason, in a box where it is a promise: it is not to be waited for. */
function reasonOf({ reason }: AbortSignal): unknown {
  return typeof (reason as { then?: unknown } | null | undefined)?.then === "function" ? { reason } : reason;
}

/** Whether this is a web page. */
export function isPage(): boolean {
  const page = globalThis as { window?: unknown; document?: { createElement?: unknown } };
  return page.window === globalThis && typeof page.document?.createElement === "function";
}
