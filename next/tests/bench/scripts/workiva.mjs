// Workiva's platform route by hand: lists once; an account, an organization role, a workspace, a role in it, a group. What
// people hold who were there before is in one report.
import { setTimeout as sleep } from "node:timers/promises";
import { Api, once, windows } from "./api.mjs";

const VERSION = "2026-01-01";
const keyOf = ({ email }) => email.toLowerCase();
/** The report spells names in its own way. */
const spelled = (name) => name.toLowerCase().replace(/^organization(?= )/, "org");

export function open({ baseUrl, credentials: { clientId, clientSecret }, organization }, { concurrency } = {}) {
  const login = async (api) => {
    const scope = "organization:read organization:write";
    const form = { grant_type: "client_credentials", scope, client_id: clientId, client_secret: clientSecret };
    const { body } = await api.send("POST", "/iam/v1/oauth2/token", { form, bare: true });
    return { authorization: `Bearer ${body.access_token}` };
  };
  const api = new Api(baseUrl, { concurrency, headers: { "x-version": VERSION }, login });
  const org = `/organizations/${organization}`;
  const at = (id) => `/${encodeURIComponent(id)}`;

  async function list(path) {
    const all = [];
    for (let next = path; next; ) {
      const { data, "@nextLink": link, links } = await api.get(next);
      all.push(...data);
      // The link names another host, and the report's another path.
      const url = link ?? links?.next;
      next = url && path.split("?")[0] + new URL(url).search;
    }
    return all;
  }

  const named = async (path) => new Map((await list(path)).map(({ name, id }) => [name, id]));
  const listUsers = async () =>
    new Map((await list(`${org}/users?$maxpagesize=1000`)).map((user) => [user.username.toLowerCase(), user]));

  /** Role changes are accepted first: looked at once a second until they have ended. */
  async function change(path, ids) {
    const { headers } = await api.send("POST", path, { json: ids });
    const { pathname } = new URL(headers.get("location"), baseUrl);
    for (let polls = 0; polls < 60; polls += 1) {
      await sleep(1000);
      const { status, details } = await api.get(pathname);
      if (status === "completed") return;
      if (status === "failed" || status === "cancelled") throw new Error(JSON.stringify(details));
    }
    throw new Error(`${pathname} does not end`);
  }

  /** Whether the report shows all these names. */
  const shows = (held, names) => {
    const known = new Set(held?.map(spelled));
    return names.every((name) => known.has(spelled(name)));
  };

  /** What is held is read, unless nothing can be; what is missing is asked for, and that is read again. */
  async function bring(path, ids, isNew) {
    const lacking = async () => {
      const held = new Set((await list(path)).map(({ id }) => id));
      return ids.filter((id) => !held.has(id));
    };
    const missing = isNew ? ids : await lacking();
    if (missing.length === 0) return false;
    await change(`${path}/assignment`, missing);
    if ((await lacking()).length > 0) throw new Error(`${path}: not all were given`);
    return true;
  }

  async function* provisionAll(users) {
    const [known, roles, workspaces] = await Promise.all([
      listUsers(),
      named(`${org}/roles`),
      named(`${org}/workspaces`),
    ]);
    const workspace = once(async (name) => {
      const path = `${org}/workspaces${at(workspaces.get(name))}`;
      const [roles, groups, memberships] = await Promise.all([
        named(`${path}/roles`),
        named(`${path}/groups`),
        list(`${path}/memberships`),
      ]);
      return { path, roles, groups, members: new Map(memberships.map(({ id, user }) => [user.id, id])) };
    });

    const report = once(async () => new Map((await list(`${org}/orgReportUsers?page%5Bsize%5D=1000`)).map((one) => [one.id, one.attributes])));

    async function account(user, state) {
      const existing = known.get(keyOf(user));
      const { givenName, familyName, email } = user;
      if (!existing) state.created = true;
      const body = { givenName, familyName, email, username: keyOf(user) };
      state.id = existing?.id ?? (await api.post(`${org}/users`, body)).id;
      const seen = existing && (await report()).get(state.id);
      if (!shows(seen?.organizationRoles, user.organizationRoles)) {
        const ids = user.organizationRoles.map((name) => roles.get(name));
        if (await bring(`${org}/users${at(state.id)}/roles`, ids, !existing)) state.changed = true;
      }
      for (const { workspace: name, roles = [] } of user.workspaces) {
        const place = await workspace(name);
        const isNew = !place.members.has(state.id);
        if (isNew) {
          const body = { user: state.id, options: { notifyNewMember: false, sendWelcomeEmail: false } };
          place.members.set(state.id, (await api.post(`${place.path}/memberships/membershipCreation`, body)).id);
          state.changed = true;
        }
        const there = seen?.workspaceMemberships.find((one) => spelled(one.workspaceName) === spelled(name));
        if (shows(there?.workspaceRoles, roles)) continue;
        const path = `${place.path}/memberships${at(place.members.get(state.id))}/roles`;
        if (await bring(path, roles.map((role) => place.roles.get(role)), isNew)) state.changed = true;
      }
    }

    /** Everybody of a window who belongs into a group, in one call. */
    async function groups(people) {
      const wanted = new Map();
      for (const state of people.filter(({ error }) => !error)) {
        for (const { workspace: name, groups = [] } of state.user.workspaces) {
          for (const group of groups) {
            const place = await workspace(name);
            const path = `${place.path}/groups${at(place.groups.get(group))}/members`;
            wanted.set(path, [...(wanted.get(path) ?? []), state]);
          }
        }
      }
      for (const [path, states] of wanted) {
        const members = async () => new Set((await list(path)).map(({ id }) => id));
        const before = await members();
        const missing = states.filter(({ id }) => !before.has(id));
        if (missing.length === 0) continue;
        await api.send("POST", `${path}/modification`, { json: { toAdd: missing.map(({ id }) => id), toRemove: [] } });
        const after = await members();
        for (const state of missing) {
          state.changed = true;
          if (!after.has(state.id)) state.error = new Error(`${path}: not taken in`);
        }
      }
    }

    for await (const window of windows(users, keyOf)) {
      const people = window.map((user) => ({ user }));
      await Promise.all(people.map((state) => account(state.user, state).catch((error) => (state.error = error))));
      await groups(people);
      const shown = people.some(({ created }) => created) ? await listUsers() : known;
      for (const { user, id, error, created, changed } of people) {
        const good = !error && shown.has(keyOf(user));
        yield { id, error, status: !good ? "failed" : created ? "created" : changed ? "updated" : "unchanged" };
      }
    }
  }

  return { provisionAll, close: async () => {} };
}
