/** Errors as plain data, to be shown or sent. */

import { isProvisorError, type ErrorInfo } from "provisor";

/** What page or Worker refuse by themselves. */
export class Refusal extends Error {
  readonly info: ErrorInfo;
  constructor(info: ErrorInfo) {
    super(info.message);
    this.info = info;
  }
}

/** The error as data. What is not from here or from the package is told without its text, which may hold anything. */
export function infoOf(caught: unknown): ErrorInfo {
  if (caught instanceof Refusal) return caught.info;
  if (!isProvisorError(caught)) {
    return { code: "internal", message: "an unexpected error", hint: "see the log of the place where it runs" };
  }
  const { name: _, ...info } = caught.toJSON();
  return info;
}
