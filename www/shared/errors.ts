/** Errors as plain data, to be shown or sent. */

import { isProvisorError, type Code, type ErrorInfo } from "provisor";

/** Codes of errors that are not about one person: nobody after them would fare better. */
const FOR_THE_RUN: ReadonlySet<Code> = new Set<Code>(["auth_rejected", "aborted", "internal", "stale_journal"]);

const FIELDS = ["platform", "step", "status", "requestId", "retryAt", "hint"] as const;

/** The error as data. What is not from the package is told without its text, which may hold anything. */
export function infoOf(caught: unknown): ErrorInfo {
  if (!isProvisorError(caught)) {
    return { code: "internal", message: "an unexpected error", hint: "see the log of the place where it runs" };
  }
  const hint = caught.hint ? ` (${caught.hint})` : "";
  const message = hint && caught.message.endsWith(hint) ? caught.message.slice(0, -hint.length) : caught.message;
  const info: ErrorInfo = { code: caught.code, message };
  for (const name of FIELDS) if (caught[name] !== undefined) Object.assign(info, { [name]: caught[name] });
  return info;
}

/** Whether an error ends the whole run rather than one person's row. */
export const endsTheRun = (error: ErrorInfo): boolean => FOR_THE_RUN.has(error.code);
