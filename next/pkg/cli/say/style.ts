/** Colour and plain text: colour only for a terminal whose owner wants it, and no control characters ever. */

import pc from "picocolors";

type Stream = NodeJS.WriteStream;
export type Style = ReturnType<typeof pc.createColors>;

/** Whether a stream may be coloured. `NO_COLOR`: any value but the empty one. */
export function isColoured(stream: Stream): boolean {
  return stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}

/** The colours for a stream; none where none may be. */
export const styleOf = (stream: Stream): Style => pc.createColors(isColoured(stream));

/** A text as one harmless line: what a platform says could hold escape sequences. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028-\u202E\u2066-\u2069]+/gu, " ").trim();
}
