/** What all clients have in common: the verbs. */
/// <reference lib="esnext.disposable" preserve="true" />

import { current, init, instanceNow } from "./core.js";
import { invalid, ProvisorError, said } from "./errors.js";
import type { Client as CoreClient } from "./generated/bindings.js";
import type { CircuitBreaker, Connection, HttpRequest, LogEvent, Outcome, Plan } from "./generated/types.js";
import { abortOf, hand, splitOptions, tell, type Host } from "./host.js";
import { checkOptions } from "./options.js";
import type { Instance } from "./instance.js";
import { bodyOf, pairs, Run, statusOf, type Answer } from "./run.js";

/** Options of a single call. */
export interface CallOptions {
  /** Ends the call when it is aborted. */
  signal?: AbortSignal;
  /**
   * Called once with the call's transcript when the call ends, however it ends but by `internal`: JSON Lines without
   * secrets and without what only the platform knows about people, fit for a bug report. {@link replay} goes through
   * it again.
   */
  transcript?: (text: string) => void;
}

/** Options of a run for a host of your own. */
export interface RunOptions {
  /** Keep what `run.transcript()` gives. */
  transcript?: boolean;
}

/** Where a bulk run keeps what it has done, so that it can be resumed after an interruption. */
export interface Journal {
  /** The text so far; nothing or an empty text begins a new run. */
  read(): string | null | undefined | Promise<string | null | undefined>;
  /** Adds text at the end. It must be stored for good before this returns, or its promise resolves. */
  append(text: string): void | Promise<void>;
}

/** How far a bulk run has come. */
export interface Progress {
  /** How many people are done. */
  done: number;
  /** How many there are in all. */
  total: number;
  /** How it ended for the one who was done last. */
  outcome: Outcome;
}

/** Options of a bulk run. */
export interface BulkOptions extends CallOptions {
  /** Requests in flight at once; instead of the client's own setting. */
  concurrency?: number;
  /** Called for every person who is done. */
  onProgress?: (progress: Progress) => void;
  /** Makes the run resumable: the same users and the same journal go on where it stopped. */
  journal?: Journal;
  /**
   * Stops the run when too many rows fail the same way, leaving the others as they are: by default 40 % of at
   * least 20 rows. The error is that of those rows. `false` switches it off.
   */
  circuitBreaker?: boolean | CircuitBreaker;
}

/** Options of a bulk removal. */
export interface RemovalOptions extends BulkOptions {
  /** The most people to take off: a number, or a share of `among`. By default `"10%"`. */
  maxDeprovision?: number | `${number}%`;
  /** Of how many people the list is a part; needed when `maxDeprovision` is a share. */
  among?: number;
}

async function readJournal(journal: Journal): Promise<string | undefined> {
  let text: unknown;
  try {
    text = await journal.read();
  } catch (cause) {
    const hint = "nothing was sent; mend the journal's place and run again";
    const message = `journal: could not be read: ${said(cause)}`;
    throw new ProvisorError({ code: "config_invalid", message, hint }, cause);
  }
  if (text === undefined || text === null) return undefined;
  if (typeof text !== "string") throw invalid("journal: read() gave something else than a text", "decode it as UTF-8");
  return text;
}

interface Hooks {
  fetch: Host["fetch"];
  log?: (event: LogEvent) => void;
  outcome?: (outcome: Outcome) => void;
  append?: (text: string) => Promise<void>;
  aborted?: Promise<unknown>;
}

/** The client of one platform. Make one per platform and account, and keep it: it holds the session. */
export abstract class Client<User> {
  /** The platform's name. */
  readonly platform: string;
  readonly #host: Host;
  /** Makes the client in an instance. A closure, so that nothing that prints an object can show the credentials. */
  #make: (instance: Instance) => CoreClient;
  /** The instance that it was last made in, and itself. */
  #made: readonly [Instance, CoreClient] | undefined;

  /** @internal */
  protected constructor(platform: string, options: unknown) {
    this.platform = platform;
    const [host, data] = splitOptions(options);
    this.#host = host;
    this.#make = ({ glue }) => {
      const made = new glue.Client(platform, data);
      // What the caller does to the options from now on changes nothing, also not for a client made anew.
      const kept = JSON.stringify(data);
      this.#make = ({ glue }) => new glue.Client(platform, JSON.parse(kept));
      return made;
    };
    // Where the module can be had at once, bad options are refused at once.
    if (instanceNow()) this.#opened();
  }

  /**
   * Authenticates and makes one harmless read.
   * @throws ProvisorError with code `auth_rejected`, `forbidden`, `network`, …
   */
  connect(options?: CallOptions): Promise<Connection> {
    return this.#drive("connect", undefined, undefined, options) as Promise<Connection>;
  }

  /** Says what would be done for a user. Reads only; the plan is data: store it, review it, apply it later. */
  plan(user: User, options?: CallOptions): Promise<Plan> {
    return this.#drive("plan", user, undefined, options) as Promise<Plan>;
  }

  /**
   * Does what was planned, and nothing else; refuses with `stale_plan` when what it relied on has changed.
   * A plan leaves personal values and secrets out: give the `user` again where there are some and the plan
   * was made elsewhere.
   */
  apply(plan: Plan, options?: CallOptions & { user?: User }): Promise<Outcome> {
    return this.#drive("apply", plan, options?.user, options) as Promise<Outcome>;
  }

  /** Creates the user or brings an existing one to what is asked, and confirms it. A second call changes nothing. */
  provision(user: User, options?: CallOptions): Promise<Outcome> {
    return this.#drive("provision", user, undefined, options) as Promise<Outcome>;
  }

  /** Takes a user off the platform, where it offers that. */
  deprovision(user: User, options?: CallOptions): Promise<Outcome> {
    return this.#drive("deprovision", user, undefined, options) as Promise<Outcome>;
  }

  /**
   * Provisions many, telling each outcome as it comes; one person's failure is that person's outcome.
   * Only what concerns the whole run (credentials, the journal, an abort) is thrown.
   * `outcome.row` is the position in `users`.
   */
  provisionAll(
    users: Iterable<User> | AsyncIterable<User>,
    options: BulkOptions = {},
  ): AsyncGenerator<Outcome, void, undefined> {
    return this.#bulk("provisionAll", users, options);
  }

  /**
   * Takes many off the platform, telling each outcome as it comes. More than `maxDeprovision` allows is an error,
   * and nothing at all is sent: a list that came from an empty or shrunken roster ends here.
   * @throws ProvisorError `config_invalid` beyond the limit; `config_missing` for a share without `among`.
   */
  deprovisionAll(
    users: Iterable<User> | AsyncIterable<User>,
    options: RemovalOptions = {},
  ): AsyncGenerator<Outcome, void, undefined> {
    return this.#bulk("deprovisionAll", users, options);
  }

  async *#bulk(
    verb: "provisionAll" | "deprovisionAll",
    users: Iterable<User> | AsyncIterable<User>,
    options: RemovalOptions,
  ): AsyncGenerator<Outcome, void, undefined> {
    const list: User[] = [];
    if (users === null || typeof users !== "object" || !(Symbol.iterator in users || Symbol.asyncIterator in users)) {
      throw invalid("users: is not a list", "pass a list of users");
    }
    for await (const user of users) list.push(user);
    checkOptions(verb, options);
    const { journal, onProgress, concurrency, circuitBreaker, maxDeprovision, among } = options;
    const saved = journal && (await readJournal(journal));
    const left = new AbortController();
    const queue: Outcome[] = [];
    let done = 0;
    let wake = (): void => {};
    const outcome = (outcome: Outcome): void => {
      queue.push(outcome);
      done += 1;
      wake();
      onProgress?.({ done, total: list.length, outcome });
    };
    const hooks: Partial<Hooks> = { outcome };
    if (journal) hooks.append = async (text) => journal.append(text);
    let ended: { error?: unknown } | undefined;
    const host = { journal: saved || undefined, concurrency, circuitBreaker, maxDeprovision, among };
    const run = this.#drive(verb, list, undefined, options, hooks, host, left.signal).then(
      () => (ended = {}),
      (error: unknown) => (ended = { error }),
    );
    void run.then(() => wake());
    try {
      for (;;) {
        for (let next = queue.shift(); next; next = queue.shift()) yield next;
        if (ended) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (queue.length > 0 || ended) resolve();
        });
      }
    } finally {
      // Whoever leaves the loop early ends the run; the journal lets it go on later.
      left.abort();
      await run;
    }
    if ("error" in ended) throw ended.error;
  }

  /** Starts a run for a host of your own. In browsers, `await init()` first. */
  start(user: User, options?: RunOptions): Run {
    checkOptions("start", options);
    const host = { stepwise: true, transcript: options?.transcript === true };
    return new Run(this.#opened().begin("provision", user, undefined, host), this.#host.logger);
  }

  /** Restores a run from what `run.save()` gave, here or in another process. */
  restore(saved: string, options?: RunOptions & { user?: User }): Run {
    checkOptions("restore", options);
    const host = { stepwise: true, transcript: options?.transcript === true };
    const core = this.#opened().begin("restore", saved, options?.user, host);
    return new Run(core, this.#host.logger);
  }

  /** A request with its secrets filled in, for the moment of sending. Do not log or store it. */
  fill(request: HttpRequest): HttpRequest {
    return this.#opened().fill(request) as HttpRequest;
  }

  /** Ends the session. The client can be used again; it then gets a new one. */
  async close(options?: CallOptions): Promise<void> {
    if (this.#made) await this.#drive("close", undefined, undefined, options);
  }

  /** The same as {@link Client.close}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** @internal */
  protected build(endpoint: string, input?: unknown): HttpRequest {
    return this.#opened().build(endpoint, input) as HttpRequest;
  }

  /** @internal */
  protected parse(endpoint: string, answer: Answer): unknown {
    return this.#opened().parse(endpoint, statusOf(answer), pairs(answer.headers), bodyOf(answer.body));
  }

  /** The client in the running instance: made at the first call, and again after a breakdown. */
  #opened(): CoreClient {
    const instance = current();
    if (this.#made?.[0] !== instance) this.#made = [instance, this.#make(instance)];
    return this.#made[1];
  }

  async #drive(
    verb: string,
    input: unknown,
    user: unknown,
    options: CallOptions | undefined,
    more: Partial<Hooks> = {},
    host: object = {},
    left?: AbortSignal,
  ): Promise<unknown> {
    await init();
    checkOptions(verb, options);
    const { aborted, done } = abortOf([this.#host.signal, options?.signal, left]);
    const instance = current();
    const hooks: Hooks = { fetch: instance.guard(this.#host.fetch), ...more };
    if (more.append) hooks.append = instance.guard(more.append);
    const { logger } = this.#host;
    if (logger) hooks.log = (event) => tell(logger, event);
    if (aborted) hooks.aborted = aborted;
    try {
      const take = options?.transcript;
      const run = this.#opened().begin(verb, input, user, { ...host, transcript: take !== undefined });
      try {
        return await instance.settled(run.drive(hooks));
      } finally {
        if (take && !instance.broken) hand(take, run.transcript() ?? "");
        run.free();
      }
    } finally {
      done();
    }
  }
}
