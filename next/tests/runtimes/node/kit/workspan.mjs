// The scene of a test of WorkSpan: a sandbox on a port of its own, clients of it, and a witness of all they say.
import { readFile } from "node:fs/promises";
import { WorkSpan } from "provisor";
import { createSandbox, vector } from "../../../sandbox.mjs";
import { Witness } from "./witness.mjs";

export const TOKEN = "/oauth/token";
export const REPORTS = "/report/v1/list";
export const USERS = "/api/scim/v2/Users";
export const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** @returns {Promise<any[]>} the people of the roster that matches the sandbox's seed */
export const roster = async () =>
  JSON.parse(await readFile(vector("rosters/workspan.json"), "utf8"));

/** @param {import("node:test").TestContext} t @param {{ settings?: object }} [seed] */
export async function workspan(t, seed) {
  const sandbox = createSandbox({ platforms: ["workspan"], seed: { workspan: seed } });
  const { url, close } = await sandbox.listen();
  const witness = new Witness(sandbox);
  t.after(async () => {
    await close();
    witness.check();
  });
  const state = sandbox.workspan;
  const pairOf = (id) => {
    const { clientId, clientSecret } = state.clients.find(({ clientId }) => clientId.endsWith(`_${id}`));
    return { clientId, clientSecret };
  };
  let from = 0;
  return {
    sandbox,
    state,
    witness,
    url,
    /** A watched client with the pair of this Application User. @returns {WorkSpan} */
    client: (id = "sandbox", more = {}) =>
      witness.watch(
        new WorkSpan({ baseUrl: url, credentials: pairOf(id), timeoutMs: 10_000, logger: witness.logger, ...more }),
      ),
    /** What has been sent since the last call, as `GET /path` without the query. */
    sent: () => {
      const entries = sandbox.log.slice(from);
      from = sandbox.log.length;
      return entries.map(({ method, target }) => `${method} ${target.split("?")[0]}`);
    },
  };
}
