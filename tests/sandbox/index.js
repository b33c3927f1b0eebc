// The sandbox as Node sees it: the portable stand-in, plus listening on a loopback port.
import { listen } from "./http/listen.js";
import { createSandbox as createPortable } from "./sandbox.js";

/**
 * Pages and Workers import `./sandbox.js` instead: the same, without `listen`.
 * @param {import("./sandbox.js").SandboxOptions} [options]
 */
export function createSandbox(options) {
  const sandbox = createPortable(options);
  return Object.assign(sandbox, {
    /** @param {{ port?: number }} [where] */
    listen: (where) => listen(sandbox, where),
  });
}
