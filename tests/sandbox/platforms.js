// The platforms the sandbox can stand in for: one folder and one line each.
import * as myworkpal from "./myworkpal/index.js";

/**
 * @typedef {object} StandIn
 * @property {{ reset(): void, snapshot(): unknown }} state  what tests read and seed
 * @property {import("hono").Hono} app                       the platform's routes, at the root of its host
 *
 * @typedef {object} Platform
 * @property {(options: { clock: () => number, seed?: object }) => StandIn} create
 * @property {Record<string, import("./faults/kinds.js").Fields>} quirks  faults that only this platform can have
 */

/** @satisfies {Record<string, Platform>} */
export const PLATFORMS = {
  myworkpal,
};

/** @typedef {{ [name in keyof typeof PLATFORMS]: ReturnType<typeof PLATFORMS[name]["create"]>["state"] }} States */
