// The sandbox as Node sees it: the portable stand-in, plus listening on a loopback port and an independent OAuth server.
import { listen } from "./http/listen.js";
import { oauthServer } from "./http/oauth-server.js";
import { createSandbox as createPortable } from "./sandbox.js";

/**
 * Pages and Workers import `./sandbox.js` instead: the same, without what needs Node.
 * @param {import("./sandbox.js").SandboxOptions} [options]
 */
export function createSandbox(options) {
  const sandbox = createPortable({ tokenServer: oauthServer, ...options });
  return Object.assign(sandbox, {
    /** @param {{ port?: number }} [where] */
    listen: (where) => listen(sandbox, where),
  });
}
