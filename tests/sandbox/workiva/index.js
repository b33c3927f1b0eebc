// Workiva's stand-in: one state, and two routes to it.
import { platformCalls } from "./platform/index.js";
import { scimCalls } from "./scim/index.js";
import { WorkivaState } from "./state.js";

export { assumptions } from "./assumptions.js";
export { facts, TITLE } from "./facts.js";
export { quirks } from "./quirks.js";

/** @param {import("../platforms.js").Host & { seed?: Partial<import("./seed.js").Seed> }} options */
export function create({ clock, sleep, tokenServer, seed }) {
  const state = new WorkivaState(clock, seed);
  return { state, calls: { ...platformCalls(state, tokenServer), ...scimCalls(state, sleep) } };
}
