/**
 * Of test builds only: everything of `provisor`, and the means to make its module break, to see what an application then
 * does. Import `provisor` beside it: that one says where the module comes from.
 *
 * @module provisor/testing
 */

import { ask, current, init } from "./core.js";
import type { Glue } from "./generated/glue.js";

export * from "./index.js";

/** How to break: a panic, one whose text quotes its data, a WebAssembly trap, or a stack that runs over. */
export type Breakdown = "panic" | "quoting panic" | "trap" | "stack overflow";

/** What only the module of a test build has. */
type Breakable = Glue & {
  /** Breaks in this call. */
  breakNow(how: Breakdown): void;
  /** Breaks after it. */
  breakLater(how: Breakdown): Promise<void>;
};

/**
 * Makes the module break in this call. Calls in flight fail with it.
 *
 * @throws ProvisorError `internal`
 */
export function breakNow(how: Breakdown = "panic"): void {
  ask((glue) => (glue as Breakable).breakNow(how));
}

/**
 * Makes the module break after this call has returned. Like a call whose task has broken down, the promise would be
 * pending for ever if nobody saw to it.
 *
 * @throws ProvisorError `internal`
 */
export async function breakLater(how: Breakdown = "panic"): Promise<void> {
  await init();
  const instance = current();
  await instance.settled((instance.glue as Breakable).breakLater(how));
}
