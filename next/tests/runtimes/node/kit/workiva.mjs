// The scene of Workiva's tests: a sandbox on a port of its own, watched clients, and what was sent.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { roster as rosters, Workiva } from "provisor";
import { createSandbox, SCIM_BASE, vector } from "../../../sandbox.mjs";
import { Witness } from "./witness.mjs";

export const TOKEN = "/iam/v1/oauth2/token";

/** The roster that the sandbox's seed was made for. */
export async function roster() {
  const file = vector("rosters/workiva.json");
  const { users, problems } = rosters.parse(await readFile(file, "utf8"), { platform: "workiva" });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return users;
}

/** Fails unless everything the roster says of somebody is so in the stand-in. */
export function asAsked(has, asked) {
  const { user, roles, workspaces } = has(asked.email);
  assert.deepEqual([user.givenName, user.familyName], [asked.givenName, asked.familyName], asked.email);
  assert.equal(user.username, asked.userName ?? asked.email.toLowerCase());
  if (asked.displayName) assert.equal(user.displayName, asked.displayName);
  for (const role of (asked.organizationRoles ?? []).filter((name) => name !== "Organization Member")) {
    assert.ok(roles.includes(role), `${asked.email}: ${role}`);
  }
  for (const wish of asked.workspaces ?? []) {
    const place = workspaces.find(({ workspace }) => workspace === wish.workspace);
    assert.ok(place, `${asked.email}: ${wish.workspace}`);
    for (const role of wish.roles ?? []) assert.ok(place.roles.includes(role), `${asked.email}: ${role}`);
    for (const group of wish.groups ?? []) assert.ok(place.groups.includes(group), `${asked.email}: ${group}`);
  }
}

/** @param {import("node:test").TestContext} t */
export async function workiva(t, { seed, ...options } = {}) {
  const sandbox = createSandbox({ platforms: ["workiva"], seed: { workiva: seed }, ...options });
  const state = sandbox.workiva;
  const server = await sandbox.listen();
  const witness = new Witness(sandbox);
  t.after(async () => {
    await server.close();
    witness.check();
  });
  const { organization } = state.settings;
  let from = 0;
  return {
    sandbox,
    state,
    witness,
    url: server.url,
    org: `/organizations/${organization}`,
    /** A watched client. @returns {Workiva} */
    client: (more = {}, number = 0) =>
      witness.watch(
        new Workiva({
          route: "platform",
          baseUrl: server.url,
          credentials: { clientId: state.clients[number].clientId, clientSecret: state.clients[number].clientSecret },
          organization,
          timeoutMs: 10_000,
          logger: witness.logger,
          ...more,
        }),
      ),
    /** A watched client that goes the SCIM route. @returns {Workiva} */
    scim: (more = {}, connection = {}) =>
      witness.watch(
        new Workiva({
          route: "scim",
          scim: { baseUrl: server.url + SCIM_BASE, bearerToken: state.settings.scimToken, ...connection },
          logger: witness.logger,
          ...more,
        }),
      ),
    /** What has been sent since the last call, as `GET /path`. */
    sent: () => {
      const entries = sandbox.log.slice(from);
      from = sandbox.log.length;
      return entries.map(({ method, target }) => `${method} ${target.split("?")[0]}`);
    },
    /** What somebody has, by name: organization roles but for everybody's, and what is in each workspace. */
    has: (email) => {
      const [user, ...more] = state.usersOf(email);
      if (!user || more.length > 0) return undefined;
      const names = (list, ids) => list.filter(({ id }) => ids.has(id)).map(({ name }) => name);
      const [, ...roles] = names(state.organizationRoles, state.roles.get(user.id));
      const workspaces = state.memberships
        .filter(({ userId }) => userId === user.id)
        .map((membership) => ({
          workspace: state.workspace(membership.workspaceId).name,
          roles: names(state.workspaceRoles, membership.roles),
          groups: state.groupsOf(membership.workspaceId).filter(({ members }) => members.has(user.id)).map(({ name }) => name),
        }));
      return { user, roles, workspaces };
    },
  };
}
