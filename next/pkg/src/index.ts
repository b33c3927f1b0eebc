/**
 * Creates and maintains people's accounts on workforce platforms with awkward APIs.
 *
 * @module provisor
 */

import { init as start } from "./core.js";

/**
 * Starts the module now rather than at the first call. Calling it again changes nothing.
 *
 * @throws ProvisorError `network` when it cannot be loaded; the next call tries again.
 */
export function init(): Promise<void> {
  // Not handed on as it is: the types of core.js are of no use outside, and name WebAssembly's, which few know.
  return start();
}

export { ProvisorError, isProvisorError } from "./errors.js";
export { Client } from "./client.js";
export type { List } from "./client.js";
export { MyWorkpal } from "./myworkpal.js";
export type * from "./myworkpal.js";
export { WorkSpan } from "./workspan.js";
export type * from "./workspan.js";
export { Workiva } from "./workiva.js";
export type * from "./workiva.js";
export { WorkforceOptimization } from "./workforce-optimization.js";
export type * from "./workforce-optimization.js";
export { Scim } from "./scim-provider.js";
export type * from "./scim-provider.js";
export * as odata from "./odata.js";
export * as roster from "./roster.js";
export * as scim from "./scim.js";
export type * from "./types.js";
