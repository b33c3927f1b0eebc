// The sandbox as Node sees it: the portable stand-in, plus listening on a loopback port and an independent OAuth server.
import { listen } from "./http/listen.js";
import { oauthServer } from "./http/oauth-server.js";
import { PLATFORMS } from "./platforms.js";
import { createSandbox as createPortable } from "./sandbox.js";
import * as scim from "./scim/index.js";

/** Those of `platforms.js`, and one whose library's routers need Node. */
export const STAND_INS = { ...PLATFORMS, scim };

/**
 * Pages and Workers import `./sandbox.js` instead: the same, without what needs Node.
 * @param {import("./sandbox.js").SandboxOptions} [options]
 */
export function createSandbox(options) {
  const sandbox = createPortable({ tokenServer: oauthServer, standIns: STAND_INS, ...options });
  return Object.assign(sandbox, {
    /** @param {{ port?: number }} [where] */
    listen: (where) => listen(sandbox, where),
  });
}
