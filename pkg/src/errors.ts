/** The one error class. Branch on `code`, never on texts. */

import type { Code, ErrorInfo } from "./generated/types.js";

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

  /** @internal */
  constructor(info: ErrorInfo, cause?: unknown) {
    const why = cause ?? (info.cause ? new ProvisorError(info.cause) : undefined);
    super(info.hint ? `${info.message} (${info.hint})` : info.message, why === undefined ? undefined : { cause: why });
    this.code = info.code;
    if (info.platform !== undefined) this.platform = info.platform;
    if (info.step !== undefined) this.step = info.step;
    if (info.status !== undefined) this.status = info.status;
    if (info.requestId !== undefined) this.requestId = info.requestId;
    if (info.retryAt !== undefined) this.retryAt = info.retryAt;
    if (info.hint !== undefined) this.hint = info.hint;
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
    return typeof message === "string" ? message : String(thrown);
  } catch {
    return "something without words was thrown";
  }
}

/** The error of what the module reports. */
export function errorOf(info: ErrorInfo, cause: unknown): ProvisorError {
  return new ProvisorError(info, cause);
}

/** Bad input that is noticed before the module is asked. */
export function invalid(message: string, hint: string): ProvisorError {
  return new ProvisorError({ code: "config_invalid", message, hint });
}
