// The platforms the sandbox can stand in for anywhere, one folder and one line each; in Node `index.js` adds SCIM.
import * as myworkpal from "./myworkpal/index.js";
import * as workforceOptimization from "./workforce-optimization/index.js";
import * as workiva from "./workiva/index.js";
import * as workspan from "./workspan/index.js";

/**
 * @typedef {object} StandIn
 * @property {{ reset(): void, snapshot(): unknown }} state  what tests read and seed
 * @property {import("./http/routes.js").Calls} calls        the platform's calls by name, at the root of its host
 *
 * @typedef {object} Host
 * @property {() => number} clock
 * @property {(ms: number) => Promise<void>} sleep
 * @property {import("./workiva/platform/token.js").TokenServer} [tokenServer]  an independent one, where there is one
 *
 * @typedef {object} Platform
 * @property {(options: Host & { seed?: any }) => StandIn} create
 * @property {Record<string, import("./faults/kinds.js").Fields>} quirks  faults that only this platform can have
 * @property {Record<string, import("./assumptions/book.js").Assumption>} assumptions  what can be switched
 */

/** @satisfies {Record<string, Platform>} */
export const PLATFORMS = {
  myworkpal,
  workiva,
  workspan,
  "workforce-optimization": workforceOptimization,
};

/** @typedef {{ [name in keyof typeof PLATFORMS]: ReturnType<typeof PLATFORMS[name]["create"]>["state"] }} States */
