/** Errors as problem documents (RFC 9457), with the package's codes. */

import { isProvisorError, type Code, type ErrorInfo } from "provisor";
import { infoOf, Refusal } from "../../shared/errors.js";

/** Something to answer with. */
export class Problem extends Refusal {
  readonly status: number;
  readonly headers: Record<string, string>;
  constructor(status: number, info: ErrorInfo, headers: Record<string, string> = {}) {
    super(info);
    this.status = status;
    this.headers = headers;
  }
}

/** Answers by the platform's errors: this Worker is a gateway to it. */
const STATUS: Record<Code, number> = {
  config_invalid: 500,
  config_missing: 500,
  auth_rejected: 502,
  forbidden: 502,
  not_found: 502,
  ambiguous: 409,
  conflict: 409,
  rate_limited: 503,
  server_error: 502,
  timeout: 504,
  network: 502,
  aborted: 503,
  bad_response: 502,
  stale_plan: 409,
  stale_journal: 409,
  unsupported: 501,
  internal: 500,
};

const TITLES: Record<number, string> = {
  400: "Bad request",
  401: "Not authenticated",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported media type",
  500: "The Worker cannot do this",
  501: "Not supported",
  502: "The platform refuses or fails",
  503: "Not now",
  504: "The platform does not answer",
};

/** Whatever was thrown, as something to answer with. What is not known is told without its text. */
export function problemOf(caught: unknown): Problem {
  if (caught instanceof Problem) return caught;
  const info = infoOf(caught);
  const status = isProvisorError(caught) ? STATUS[caught.code] : 500;
  const seconds = info.retryAt === undefined ? undefined : Math.max(1, Math.ceil((info.retryAt - Date.now()) / 1000));
  return new Problem(status, info, seconds === undefined ? {} : { "retry-after": String(seconds) });
}

/** The answer. */
export function answerOf({ status, info, headers }: Problem): Response {
  const { message, status: platformStatus, ...rest } = info;
  const title = TITLES[status] ?? "Error";
  const document = {
    type: "about:blank",
    title,
    status,
    detail: message,
    ...rest,
    ...(platformStatus && { platformStatus }),
  };
  return Response.json(document, {
    status,
    headers: { ...headers, "content-type": "application/problem+json", "cache-control": "no-store" },
  });
}
