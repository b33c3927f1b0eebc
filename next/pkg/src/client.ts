/** What all clients have in common: the verbs. */
/// <reference lib="esnext.disposable" preserve="true" />

import { current, init, instanceNow } from "./core.js";
import { calledAt, errorOf, from, invalid, type CallSite, type ProvisorError } from "./errors.js";
import type { Abort, Client as CoreClient, Run } from "./generated/bindings.js";
import { checkSignal, splitOptions, type Host } from "./host.js";
import type { Instance } from "./instance.js";
import { keep, pull, type Kept, type Pulled } from "./lists.js";
import { plain } from "./plain.js";
import type {
  Answer,
  ApplyAllOptions,
  ApplyOptions,
  BulkOptions,
  CallOptions,
  Connection,
  DeprovisionAllOptions,
  Outcome,
  Plan,
  PlanAllOptions,
  PlanOptions,
  Progress,
  Requests,
  Responses,
  Rowed,
  WriteOptions,
} from "./types.js";

type Mode = "plan" | "apply" | "provision" | "deprovision";
/** Any list of such items. */
export type List<Item> = Iterable<Item> | AsyncIterable<Item>;

/** The client of one platform. Make one per platform and account, and keep it: it holds the session. */
export abstract class Client<User, Key, Calls> {
  /** The platform's name. */
  readonly platform: string;
  /** The request of every call, as data; nothing is sent. */
  readonly requests: Requests<Calls>;
  /** Reads the answer of every call; an answer that is an error is thrown as a `ProvisorError`. */
  readonly responses: Responses<Calls>;
  readonly #host: Host;
  /** Makes the client in an instance. A closure, so that nothing that prints an object can show the credentials. */
  readonly #make: (instance: Instance) => CoreClient;
  /** The instance that it was last made in, and itself. */
  #made: readonly [Instance, CoreClient] | undefined;

  /** @internal */
  protected constructor(platform: string, names: ReadonlyArray<keyof Calls & string>, options: unknown, made: object) {
    this.platform = platform;
    const named = (call: (name: string, given: never) => unknown): never =>
      Object.fromEntries(names.map((name) => [name, (given: never) => call(name, given)])) as never;
    this.requests = named((name, given) => this.#request(name, given));
    this.responses = named((name, given) => this.#response(name, given));
    try {
      const [host, data] = splitOptions(options);
      const kept = plain("options", data);
      this.#host = host;
      const { fetch, tell, lock } = host;
      this.#make = (instance) => new instance.glue.Client(platform, kept, { fetch: instance.guard(fetch), tell, lock } as never);
      // Where the module can be had at once, bad options are refused at once.
      if (instanceNow()) this.#opened();
    } catch (thrown) {
      throw from(calledAt(made), errorOf(thrown, platform));
    }
  }

  /**
   * Authenticates and makes one harmless read.
   * @throws ProvisorError with code `auth_rejected`, `forbidden`, `network`, …
   */
  connect(options?: CallOptions): Promise<Connection> {
    return this.#call(calledAt(this.connect), options, (core, data, abort) => core.connect(data, abort));
  }

  /** Says what would be done for a user. Reads only; the plan is data: store it, review it, apply it later. */
  plan(user: User | Key, options?: PlanOptions): Promise<Plan> {
    return this.#one("plan", user, options, calledAt(this.plan));
  }

  /** Plans for many, looked up together. `plan.row` is the position in `users`. */
  planAll(users: List<User | Key>, options?: PlanAllOptions): AsyncGenerator<Rowed<Plan>, void, undefined> {
    return this.#all("plan", () => pull("users", users), options, calledAt(this.planAll));
  }

  /**
   * Does what was planned, and nothing else; refuses with `stale_plan` when what it relied on has changed.
   * A plan leaves personal and secret values out: give the `user` again where there are some and the plan was made
   * elsewhere.
   */
  apply(plan: Plan, options: ApplyOptions<User> = {}): Promise<Outcome> {
    const { user, ...more } = options;
    return this.#one("apply", { plan, user }, more, calledAt(this.apply));
  }

  /** Does what was planned, for many. */
  applyAll(plans: List<Plan>, options: ApplyAllOptions<User> = {}): AsyncGenerator<Rowed<Outcome>, void, undefined> {
    const { users, ...more } = options;
    const item = (plan: unknown, row: number): object => ({ plan, user: users?.[(plan as Plan | null)?.row ?? row] });
    const list = (): Pulled => {
      if (users !== undefined && !Array.isArray(users)) throw invalid("options.users must be an array", "pass the list that planAll was given");
      return pull("plans", plans, item);
    };
    return this.#all("apply", list, more, calledAt(this.applyAll));
  }

  /** Creates the user or brings an existing one to what is asked, and confirms it. A second call changes nothing. */
  provision(user: User, options?: CallOptions): Promise<Outcome> {
    return this.#one("provision", user, options, calledAt(this.provision));
  }

  /**
   * Provisions many, telling each outcome as it comes; one person's failure is that person's outcome. What concerns the
   * whole run (credentials, the journal, an abort) is thrown, after everyone who was begun was told. Who leaves the loop
   * early stops the run: nobody else is begun, and those who are begun are finished. `outcome.row` is the position in
   * `users`.
   */
  provisionAll(users: List<User>, options?: WriteOptions): AsyncGenerator<Rowed<Outcome>, void, undefined> {
    return this.#all("provision", () => pull("users", users), options, calledAt(this.provisionAll));
  }

  /** Takes somebody off the platform, where it offers that. Only what identifies the person is needed. */
  deprovision(key: Key, options?: CallOptions): Promise<Outcome> {
    return this.#one("deprovision", key, options, calledAt(this.deprovision));
  }

  /**
   * Takes many off the platform, telling each outcome as it comes. More than `limit` is an error, and nothing at all is
   * sent: a list that came from an empty or shrunken roster ends here.
   * @throws ProvisorError `config_invalid` beyond the limit; `config_missing` for a share without `among`.
   */
  deprovisionAll(keys: List<Key>, options?: DeprovisionAllOptions): AsyncGenerator<Rowed<Outcome>, void, undefined> {
    return this.#all("deprovision", () => pull("users", keys), options, calledAt(this.deprovisionAll));
  }

  /** Ends the session. The client can be used again; it then gets a new one. */
  async close(): Promise<void> {
    if (this.#made && !this.#made[0].broken) await this.#made[0].settled(this.#made[1].close());
  }

  /** The same as {@link Client.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The client in the running instance: made at the first call, and again after a breakdown. */
  #opened(): readonly [Instance, CoreClient] {
    const instance = current();
    if (this.#made?.[0] !== instance) this.#made = [instance, this.#make(instance)];
    return this.#made;
  }

  async #one<Item>(mode: Mode, item: unknown, options: PlanOptions | undefined, site: CallSite): Promise<Item> {
    const given = (): unknown => plain(mode === "apply" ? "plan" : "user", item);
    return this.#call(site, options, (core, data, abort) => core.one(mode, given(), data, abort));
  }

  async #call<Result>(
    site: CallSite,
    options: CallOptions | undefined,
    call: (core: CoreClient, data: unknown, abort: Abort | undefined) => Promise<unknown>,
  ): Promise<Result> {
    let heard: Heard | undefined;
    try {
      if (!instanceNow()) await init();
      const [instance, core] = this.#opened();
      const { signal, ...data } = optionsOf(options);
      heard = listen(instance, this.#host.signal, signal);
      return (await instance.settled(call(core, plain("options", data), heard.abort?.share()))) as Result;
    } catch (thrown) {
      throw from(site, this.#error(thrown, heard));
    } finally {
      heard?.done();
    }
  }

  async *#all<Item>(
    mode: Mode,
    list: () => Pulled,
    options: BulkOptions | undefined,
    site: CallSite,
  ): AsyncGenerator<Item, void, undefined> {
    let [heard, items, kept, run]: [Heard?, Pulled?, Kept?, Run?] = [];
    let isOver = false;
    try {
      if (!instanceNow()) await init();
      const [instance, core] = this.#opened();
      const { signal, stop, journal, onProgress, ...data } = optionsOf(options) as WriteOptions;
      if (stop !== undefined) checkSignal("options.stop", stop);
      if (onProgress !== undefined && typeof onProgress !== "function") {
        throw invalid("options.onProgress must be a function", "pass one that takes { begun, done, counts }");
      }
      const given = plain("options", data);
      items = list();
      kept = journal && keep(journal);
      heard = listen(instance, this.#host.signal, signal);
      const { next: pulled } = items;
      // Whoever is stopped while a person is awaited begins with nobody else from that moment on.
      const next = instance.guard(() => (stop?.aborted ? undefined : pulled()));
      run = (await instance.settled(core.run(mode, next, given, kept as never, heard.abort?.share()))) as Run;
      try {
        for (;;) {
          if (stop?.aborted) run.stop();
          const item = (await instance.settled(run.next())) as Item | undefined;
          isOver = item === undefined;
          if (item === undefined) return;
          if (onProgress) tell(onProgress, run.progress() as Progress);
          yield item;
        }
      } catch (thrown) {
        isOver = true;
        throw thrown;
      } finally {
        if (!isOver) {
          // Whoever left the loop does not wait for nothing: who was begun is finished, and written down.
          run.stop();
          while ((await instance.settled(run.next())) !== undefined);
        }
      }
    } catch (thrown) {
      const failed = items?.thrown();
      throw failed ? failed.error : from(site, this.#error(thrown, heard, kept));
    } finally {
      heard?.done();
      run?.free();
      await items?.close();
      await kept?.close();
    }
  }

  /** An error of the module, with what is known here. */
  #error(thrown: unknown, heard?: Heard, kept?: Kept): unknown {
    const isAborted = (thrown as { code?: unknown } | null | undefined)?.code === "aborted";
    return errorOf(thrown, this.platform, isAborted ? heard?.reason() : kept?.thrown());
  }

  #request(name: string, given: unknown): unknown {
    try {
      return this.#opened()[1].request(name, plain(name, given ?? {}));
    } catch (thrown) {
      throw from(calledAt((this.requests as Record<string, object>)[name] ?? this), errorOf(thrown, this.platform));
    }
  }

  #response(name: string, answer: Answer): unknown {
    try {
      const { status, headers, body } = readAnswer(answer);
      return this.#opened()[1].response(name, status, headers, body);
    } catch (thrown) {
      throw from(calledAt((this.responses as Record<string, object>)[name] ?? this), errorOf(thrown, this.platform));
    }
  }
}

function optionsOf<Options extends CallOptions>(options: Options | undefined): Options | CallOptions {
  if (options === undefined) return {};
  if (typeof options !== "object" || options === null) throw invalid("options must be an object", "pass an object, or nothing");
  return options;
}

/** What a caller's own listener throws must not end a run. */
function tell(onProgress: (progress: Progress) => void, progress: Progress): void {
  try {
    onProgress(progress);
  } catch {
    // It is the listener's to lose.
  }
}

/** The caller's signals, while a call listens to them. */
interface Heard {
  /** The module's own signal, where there is one of the caller's. */
  abort: Abort | undefined;
  /** Why it was aborted. */
  reason(): unknown;
  /** Stops listening: a signal outlives the calls it was given to. */
  done(): void;
}

function listen(instance: Instance, ...given: Array<AbortSignal | undefined>): Heard {
  const signals = given.filter((signal) => signal !== undefined).map((signal) => checkSignal("options.signal", signal));
  if (signals.length === 0) return { abort: undefined, reason: () => undefined, done() {} };
  const abort = new instance.glue.Abort();
  const tell = (): void => {
    if (!instance.broken) abort.abort();
  };
  for (const signal of signals) {
    if (signal.aborted) tell();
    else signal.addEventListener("abort", tell);
  }
  return {
    abort,
    reason: () => signals.find((signal) => signal.aborted)?.reason as unknown,
    done() {
      for (const signal of signals) signal.removeEventListener("abort", tell);
      abort.free();
    },
  };
}

/** An answer as the module takes it. */
function readAnswer(answer: Answer): { status: number; headers: unknown; body: unknown } {
  const { status, headers, body } = answer ?? {};
  if (!Number.isInteger(status) || status < 0 || status > 999) {
    throw invalid("status must be an HTTP status", "pass { status, headers, body } of the answer");
  }
  const wrong = (): ProvisorError => invalid("headers must be names and values", "pass the Headers of the answer, or an object");
  if (headers !== undefined && (typeof headers !== "object" || headers === null)) throw wrong();
  try {
    const entries = (headers ?? {}) as Record<string, string> & Partial<Iterable<[string, string]>>;
    const pairs = Symbol.iterator in entries ? [...(entries as Iterable<[string, string]>)] : Object.entries(entries);
    return { status, headers: plain("headers", Object.fromEntries(pairs)), body: body ?? "" };
  } catch {
    throw wrong();
  }
}
