/** The one error class. Branch on `code`, never on texts. */

import type { Code, ErrorInfo } from "./types.js";

/** What went wrong: what happened, to what, and what to do next. It never holds a secret. */
export class ProvisorError extends Error {
  /** What to branch on. */
  readonly code: Code;
  // These are declared only: a field that is not known is not there, rather than `undefined`.
  /** The platform, such as `myworkpal`. */
  declare readonly platform?: string;
  /** The step of the flow, such as `find the tenant`. */
  declare readonly step?: string;
  /** The HTTP status, when there was an answer. */
  declare readonly status?: number;
  /** The platform's id of the request: support staff ask for it. */
  declare readonly requestId?: string;
  /** When it is worth trying again, in milliseconds since 1970. */
  declare readonly retryAt?: number;
  /** What to do next. */
  declare readonly hint?: string;
  readonly #words: string;

  /** @internal */
  constructor(info: ErrorInfo, cause?: unknown) {
    const { code, message, platform, step, status, requestId, retryAt, hint } = info;
    super(hint ? `${message} (${hint})` : message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.#words = message;
    const known = { platform, step, status, requestId, retryAt, hint };
    for (const [name, value] of Object.entries(known)) if (value !== undefined) Object.assign(this, { [name]: value });
  }

  /** The error as data, for logs and answers of a server; without its cause, which may be anything. */
  toJSON(): ErrorInfo & {
    /** `ProvisorError`. */
    name: string;
  } {
    return { ...this, name: this.name, message: this.#words };
  }

  static {
    // On the prototype, so that it is not listed with every error's own fields.
    Object.defineProperty(this.prototype, "name", { value: "ProvisorError", configurable: true, writable: true });
  }
}

/** Whether something caught is a {@link ProvisorError}, also one of another realm or another copy of the package. */
export function isProvisorError(caught: unknown): caught is ProvisorError {
  try {
    if (caught instanceof ProvisorError) return true;
    const { name, code } = caught as { name?: unknown; code?: unknown };
    return typeof caught === "object" && name === "ProvisorError" && typeof code === "string";
  } catch {
    // Nothing, or something that does not let itself be looked at.
    return false;
  }
}

/** The words of something thrown: an error of any realm, or whatever it is. */
export function said(thrown: unknown): string {
  try {
    const { message } = thrown as { message?: unknown };
    return (typeof message === "string" ? message : String(thrown)).slice(0, 300);
  } catch {
    return "something without words was thrown";
  }
}

/** Bad input that is noticed before the module is asked. */
export function invalid(message: string, hint: string): ProvisorError {
  return new ProvisorError({ code: "config_invalid", message, hint });
}

/** What comes out of the module as an error: plain data. All else that is thrown goes on as it is. */
export function errorOf(thrown: unknown, platform?: string, cause?: unknown): unknown {
  if (thrown instanceof Error || typeof (thrown as ErrorInfo | undefined)?.code !== "string") return thrown;
  return new ProvisorError({ ...(platform && { platform }), ...(thrown as ErrorInfo) }, cause);
}

/** Where a public function was called. */
export interface CallSite {
  /** The frames below it, where the runtime tells. */
  stack?: string;
}
/** Remembers where a public function was called; its text is made only when it is asked for. */
export function calledAt(called: object): CallSite {
  const site: CallSite = {};
  (Error as { captureStackTrace?: (on: object, below: object) => void }).captureStackTrace?.(site, called);
  return site;
}
/** The error with a stack that begins in the caller's code. */
export function from(site: CallSite, error: unknown): unknown {
  const frames = error instanceof ProvisorError ? site.stack?.search(/^ +at /m) ?? -1 : -1;
  if (frames >= 0) {
    const { name, message } = error as ProvisorError;
    Object.defineProperty(error, "stack", {
      value: `${name}: ${message}\n${site.stack?.slice(frames)}`,
      configurable: true,
      writable: true,
    });
  }
  return error;
}
