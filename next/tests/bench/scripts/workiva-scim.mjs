// Workiva's SCIM route by hand: people looked up together; what they hold are groups, changed for a window at once.
import { Api, chunks, once, windows } from "./api.mjs";

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const SCIM = "application/scim+json";
const AT_ONCE = 10;
const keyOf = ({ email }) => email.toLowerCase();

/** The display names of the groups that a person belongs into, memberships before what is given in them. */
function groupsOf({ organizationRoles = [], workspaces = [] }) {
  const organization = organizationRoles.map((role) => `organization:role:${role}`);
  const parts = workspaces.map(({ workspace, roles = [], groups = [] }) => [
    `workspace:${workspace}`,
    ...roles.map((role) => `workspace:${workspace}:role:${role}`),
    ...groups.map((group) => `workspace:${workspace}:group:${group}`),
  ]);
  return [...organization, ...parts.flat()];
}

export function open({ scim: { baseUrl, bearerToken } }, { concurrency } = {}) {
  const login = async () => ({ authorization: `Bearer ${bearerToken}` });
  const api = new Api(baseUrl, { concurrency, headers: { accept: SCIM }, jsonType: SCIM, login });
  const page = (path, filter, more = "") =>
    api.get(`${path}?filter=${encodeURIComponent(filter)}&startIndex=1&count=14${more}`);

  async function look(users) {
    const found = new Map();
    await Promise.all(
      chunks(users, AT_ONCE).map(async (some) => {
        const filter = some.map((user) => `userName eq ${JSON.stringify(keyOf(user))}`).join(" or ");
        const { Resources = [] } = await page("/Users", filter);
        for (const user of Resources) found.set(user.userName.toLowerCase(), user);
      }),
    );
    return found;
  }

  const group = once(async (name) => {
    const filter = `displayName eq ${JSON.stringify(name)}`;
    const { Resources = [] } = await page("/Groups", filter, "&excludedAttributes=members");
    if (Resources.length !== 1) throw new Error(`${Resources.length} groups are called ${name}`);
    return Resources[0].id;
  });

  async function create({ email, givenName, familyName }) {
    const emails = [{ value: email, type: "work", primary: true }];
    const name = { givenName, familyName };
    const body = { schemas: [USER], userName: email.toLowerCase(), name, emails, active: true };
    return (await api.post("/Users", body)).id;
  }

  async function bring(name, states) {
    const path = `/Groups/${encodeURIComponent(await group(name))}`;
    const members = async () => new Set(((await api.get(path)).members ?? []).map(({ value }) => value));
    // Nobody who was made just now is in any group.
    const before = states.every(({ created }) => created) ? new Set() : await members();
    const missing = states.filter(({ id }) => !before.has(id));
    if (missing.length === 0) return;
    const value = missing.map(({ id }) => ({ value: id }));
    await api.send("PATCH", path, { json: { schemas: [PATCH], Operations: [{ op: "add", path: "members", value }] } });
    const after = await members();
    for (const state of missing) {
      state.changed = true;
      if (!after.has(state.id)) state.error = new Error(`${name}: not taken in`);
    }
  }

  async function* provisionAll(users) {
    for await (const window of windows(users, keyOf)) {
      const before = await look(window);
      const people = window.map((user) => ({ user, id: before.get(keyOf(user))?.id }));
      const missing = people.filter(({ id }) => id === undefined);
      await Promise.all(
        missing.map(async (state) => {
          state.created = true;
          state.id = await create(state.user).catch((error) => void (state.error = error));
        }),
      );
      const good = people.filter(({ error }) => !error);
      // In the order of their names' first appearance: a membership comes before what is given in it.
      for (const name of new Set(good.flatMap(({ user }) => groupsOf(user)))) {
        await bring(name, good.filter(({ user }) => groupsOf(user).includes(name)));
      }
      const after = missing.length > 0 ? await look(missing.map(({ user }) => user)) : before;
      for (const { user, id, error, created, changed } of people) {
        const shown = !error && (after.has(keyOf(user)) || before.has(keyOf(user)));
        yield { id, error, status: !shown ? "failed" : created ? "created" : changed ? "updated" : "unchanged" };
      }
    }
  }

  return { provisionAll, close: async () => {} };
}
