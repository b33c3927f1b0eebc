/**
 * For tests only: everything of `provisor`, and the means to make its module break, to see what an application then
 * does. Import `provisor` beside it: that one says where the module comes from.
 *
 * @module provisor/testing
 */

import { core, current, init } from "./core.js";

export * from "./index.js";

/** How to break: a panic, one whose text quotes its data, a WebAssembly trap, or a stack that runs over. */
export type Breakdown = "panic" | "quoting panic" | "trap" | "stack overflow";

/**
 * Makes the module break in this call. Calls in flight fail with it.
 *
 * @throws ProvisorError `internal`
 */
export function breakNow(how: Breakdown = "panic"): void {
  core().breakNow(how);
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
  await instance.settled(instance.glue.breakLater(how));
}
