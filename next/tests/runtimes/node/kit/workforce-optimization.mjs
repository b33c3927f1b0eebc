// The scene of Workforce Optimization's tests: a sandbox on a port of its own, watched clients, and what was sent.
import { readFile } from "node:fs/promises";
import { roster as rosters, WorkforceOptimization } from "provisor";
import { createSandbox, vector } from "../../../sandbox.mjs";
import { Witness } from "./witness.mjs";

const API = "/api/rest/org/common";
export const AUTHORIZE = "/api/rest/authorize";
export const PEOPLE = `${API}/person/permission/ViewOrg`;
export const PERSON = `${API}/person`;
export const TEAMS = `${API}/team/permission/ViewOrg`;
export const ROLES = `${API}/role/permission/ViewOrg`;
export const VIEWS = `${API}/view`;
export const ADMIN = "provisor.admin@wfo.example";

/** The roster that the sandbox's seed was made for. */
export async function roster() {
  const file = vector("rosters/workforce-optimization.json");
  // Nobody gets roles or a team by default: those without are an application's.
  const asked = JSON.parse(await readFile(file, "utf8")).map((row) => (row.roles && row.team ? row : { preset: "apiUser", ...row }));
  const { users, problems } = rosters.parse(JSON.stringify(asked), { platform: "workforce-optimization" });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return users;
}

/** @param {import("node:test").TestContext} t */
export async function wfo(t, { seed, ...options } = {}) {
  const sandbox = createSandbox({
    platforms: ["workforce-optimization"],
    seed: { "workforce-optimization": seed },
    ...options,
  });
  const state = sandbox["workforce-optimization"];
  const server = await sandbox.listen();
  const witness = new Witness(sandbox);
  for (const password of state.passwords.values()) witness.hide(password);
  t.after(async () => {
    await server.close();
    witness.check();
  });
  let from = 0;
  return {
    sandbox,
    state,
    witness,
    /** A watched client. @returns {WorkforceOptimization} */
    client: ({ credentials, ...more } = {}) =>
      witness.watch(
        new WorkforceOptimization({
          baseUrl: server.url,
          credentials: { userId: ADMIN, password: state.passwords.get(state.peopleOf(ADMIN)[0].id), ...credentials },
          timeoutMs: 10_000,
          logger: witness.logger,
          ...more,
        }),
      ),
    /** What has been sent since the last call, as `GET /path`. */
    sent: () => {
      const entries = sandbox.log.slice(from);
      from = sandbox.log.length;
      return entries.map(({ method, target }) => `${method} ${target}`);
    },
  };
}
