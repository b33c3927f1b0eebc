/** What the Worker answers, as JSON Lines: one value a line, as it becomes known. */

import type { ErrorInfo, Outcome, Plan, Rowed } from "provisor";

/** One line. `row` is the position in the list that was sent, from 0. The last one is `end`, or what has ended it all. */
export type Line =
  | { type: "plan"; plan: Rowed<Plan> }
  | { type: "outcome"; outcome: Rowed<Outcome> }
  | { type: "end" }
  | { type: "failed"; error: ErrorInfo };

/** Whoever reads nothing for so long, in milliseconds, is gone: a connection that broke is not always told. */
const READS_WITHIN = 10_000;

/** A stream of lines, and what puts values into it. That never waits for a reader: who is in hand must not depend on one. */
export function lines() {
  const encoder = new TextEncoder();
  let queue: ReadableStreamDefaultController<Uint8Array> | undefined;
  let wake = (): void => {};
  const end = (): void => {
    try {
      queue?.close();
    } catch {
      // Nobody reads any more.
    }
    queue = undefined;
    wake();
  };
  const start = (controller: ReadableStreamDefaultController<Uint8Array>) => void (queue = controller);
  return {
    stream: new ReadableStream<Uint8Array>({ start, pull: () => wake(), cancel: end }),
    end,
    add(value: unknown): void {
      try {
        queue?.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      } catch {
        end();
      }
    },
    /** Waits until all is read that was put in. Whether nobody reads any more. */
    async isLeft(): Promise<boolean> {
      if (queue && queue.desiredSize! <= 0) {
        const timer = setTimeout(end, READS_WITHIN);
        await new Promise<void>((resolve) => (wake = resolve));
        clearTimeout(timer);
      }
      return !queue;
    },
    isOver: () => !queue,
  };
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
