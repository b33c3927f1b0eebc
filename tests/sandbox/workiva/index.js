// Workiva's stand-in: one state, and two routes to it.
import { Hono } from "hono";
import { addPlatformRoutes } from "./platform/index.js";
import { addScimRoutes } from "./scim/index.js";
import { WorkivaState } from "./state.js";

export { facts, TITLE } from "./facts.js";
export { quirks } from "./quirks.js";

/** @param {import("../platforms.js").Host & { seed?: Partial<import("./seed.js").Seed> }} options */
export function create({ clock, sleep, tokenServer, seed }) {
  const state = new WorkivaState(clock, seed);
  const app = new Hono();
  addPlatformRoutes(app, state, tokenServer);
  addScimRoutes(app, state, sleep);
  return { state, app };
}
