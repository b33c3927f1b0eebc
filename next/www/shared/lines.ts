/** What the Worker answers, as JSON Lines: one value a line, as it becomes known. */

import type { ErrorInfo, Outcome, Plan, Rowed } from "provisor";

/** One line. `row` is the position in the list that was sent, from 0. The last one is `end`, or what has ended it all. */
export type Line =
  | { type: "plan"; plan: Rowed<Plan> }
  | { type: "outcome"; outcome: Rowed<Outcome> }
  | { type: "end" }
  | { type: "failed"; error: ErrorInfo };

/** Values as a stream of lines. Whoever stops reading ends the source. */
export function linesOf(values: AsyncGenerator<unknown, void, undefined>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await values.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    async cancel() {
      await values.return();
    },
  });
}

/** The values of a stream of lines. A last line that was cut short is an error, not a value. */
export async function* valuesOf<Value>(stream: ReadableStream<Uint8Array>): AsyncGenerator<Value, void, undefined> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      text += decoder.decode(value, { stream: !done });
      const lines = text.split("\n");
      text = lines.pop()!;
      for (const line of lines) yield JSON.parse(line) as Value;
      if (done) break;
    }
    if (text !== "") throw new SyntaxError("the answer ends in the middle of a line");
  } finally {
    await reader.cancel().catch(() => {});
  }
}
