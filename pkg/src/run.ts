/** A run for a host of your own: it asks for one request at a time, and can be saved and restored anywhere. */

import { tell, type Logger } from "./host.js";
import type { Run as CoreRun } from "./generated/bindings.js";
import type { LogEvent, Next } from "./generated/types.js";
import { invalid } from "./errors.js";

/** An answer as a host has it. */
export interface Answer {
  /** The HTTP status, from 0 to 999. */
  status: number;
  /** The headers; names in any case. */
  headers?: Headers | Record<string, string> | Iterable<readonly [string, string]>;
  /** The body, as text or bytes; left out, it is empty. */
  body?: string | ArrayBufferView | ArrayBuffer | null;
}

/** What the answer to a request for a token says, but for the token itself. */
export interface SessionFacts {
  /** How long the token holds, in milliseconds; null where the platform does not say. */
  expiresInMs: number | null;
  /** The scope granted; null where the platform does not say. */
  scope: string | null;
}

/** Why there is no answer. */
export interface Failure {
  /** Whether the time was over, no answer came, or the caller wanted none. */
  kind: "timeout" | "network" | "aborted";
  /** In words, for logs and errors. */
  message?: string;
}

/** The plain pairs of any form of headers. */
export function pairs(headers: Answer["headers"]): Array<[string, string]> {
  if (headers === undefined || headers === null) return [];
  const entries = Array.from(iterable(headers) ? headers : Object.entries(headers));
  if (typeof headers !== "object" || !entries.every((entry) => Array.isArray(entry) && entry.length === 2)) {
    throw invalid("headers: are not names and values", "pass Headers, an object, or a list of pairs");
  }
  return entries.map(([name, value]) => [String(name), String(value)]);
}

function iterable(headers: object): headers is Iterable<readonly [string, string]> {
  return Symbol.iterator in Object(headers);
}

/** The body as the module takes it. */
export function bodyOf(body: Answer["body"]): string | Uint8Array {
  if (body === undefined || body === null) return "";
  if (typeof body === "string") return body;
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  // By its tag, for one of another realm is one too.
  if (Object.prototype.toString.call(body) === "[object ArrayBuffer]") return new Uint8Array(body);
  throw invalid("body: is neither text nor bytes", "read the answer first: `await answer.text()`");
}

/** The status, checked. */
export function statusOf(answer: Answer): number {
  if (!Number.isInteger(answer?.status) || answer.status < 0 || answer.status > 999) {
    throw invalid("status: is not an HTTP status", "pass { status, headers, body } of the answer");
  }
  return answer.status;
}

/** A run under way, driven by a host of your own (a queue, a workflow engine, a test). */
export class Run {
  readonly #core: CoreRun;
  readonly #logger: Logger | undefined;

  /** @internal */
  constructor(core: CoreRun, logger: Logger | undefined) {
    this.#core = core;
    this.#logger = logger;
  }

  /**
   * What to do next at this time (milliseconds since 1970): `send` a request, once; `wait`; or `done`.
   * Save the run before you send an `unsafe` request: after a crash the restored run then looks before it
   * creates anything.
   */
  next(now: number): Next {
    try {
      return this.#core.next(now) as Next;
    } finally {
      this.#tell();
    }
  }

  /** The answer to the request of this id. */
  respond(id: number, answer: Answer): void {
    this.#core.respond(id, statusOf(answer), pairs(answer.headers), bodyOf(answer.body));
  }

  /** The request of this id has no answer. */
  fail(id: number, failure: Failure): void {
    this.#core.fail(id, { message: "", ...failure });
  }

  /** All that is needed to restore the run elsewhere, as text. It holds no secret. */
  save(): string {
    return this.#core.save();
  }

  /**
   * What has happened so far, as JSON Lines for a bug report; at any time, also after an error.
   * @throws ProvisorError `config_invalid` when the run was not started with `{ transcript: true }`.
   */
  transcript(): string {
    const text = this.#core.transcript();
    if (text === undefined) throw invalid("transcript: is not kept by this run", "start it with { transcript: true }");
    return text;
  }

  #tell(): void {
    for (const event of this.#core.notices() as LogEvent[]) tell(this.#logger, event);
  }
}
