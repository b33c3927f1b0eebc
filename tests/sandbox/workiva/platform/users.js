// Users of the organization: listed, created, changed, removed, or admitted from another organization [D].
import { z } from "zod";
import { json, Refusal } from "../../http/refusal.js";
import { readBody, readOptions } from "../../http/strict.js";
import { compileFilter, QueryError } from "../../odata/filter.js";
import { page } from "./paging.js";

/** @typedef {import("./guard.js").Call} Call */

const filled = z.string().min(1);
const username = filled.refine((text) => text === text.toLowerCase() && !/\s/u.test(text), "lower case, no spaces");
const email = filled.regex(/^[^\s@]+@[^\s@]+$/u, "not an e-mail address");

/** `id`, `status`, `created` and `modified` are the server's. */
const NEW_USER = z.strictObject({
  givenName: filled,
  familyName: filled,
  displayName: filled.optional(),
  email,
  username,
});

const replace = (path, value) => z.strictObject({ op: z.literal("replace"), path: z.literal(path), value });
const PATCH = z
  .array(
    z.union([
      replace("/givenName", filled),
      replace("/familyName", filled),
      replace("/displayName", filled),
      replace("/username", username),
      replace("/email", email),
    ]),
  )
  .min(1);

const KEYS = ["id", "givenName", "familyName", "displayName", "email", "username", "status", "created", "modified"];

/** @param {Call} call */
export const listUsers = (call) =>
  page(
    call,
    ({ $filter, first }) =>
      withTwin(call.state.visibleUsers({ first }), call.quirks).filter(filterOf($filter, call.assumed["workiva.filter"])),
    { $filter: z.string() },
  );

/** Its operators are undocumented [A]. */
function filterOf(text, assumed) {
  if (text === undefined || assumed === "ignored") return () => true;
  if (assumed === "refused") throw new QueryError("The filter is not supported.");
  return compileFilter(text, (name) => {
    if (!KEYS.includes(name)) throw new QueryError(`There is no property "${name}".`);
    return name;
  });
}

function withTwin(users, quirks) {
  const asked = quirks["duplicate-entry"]?.email.toLowerCase();
  const twin = asked && users.find((user) => user.email.toLowerCase() === asked);
  return twin ? [...users, { ...twin, id: `${twin.id}twin`, username: `${twin.username}.twin` }] : users;
}

/** @param {Call} call */
export function createUser({ c, state, target, quirks, assumed }) {
  readOptions(target);
  const attributes = readBody(c, NEW_USER);
  refuseTaken(state, attributes, assumed);
  const user = state.admit(state.newUser(attributes));
  if (quirks["late-visibility"]) state.hidden.set(user.id, quirks["late-visibility"].lookups);
  return json(user, 201);
}

/** @param {Call} call */
export function readUser({ target, user }) {
  readOptions(target);
  return json(user);
}

/** All operations or none. `status` cannot be changed here: suspending is for SCIM. @param {Call} call */
export function patchUser({ c, state, target, user, assumed }) {
  readOptions(target);
  const operations = readBody(c, PATCH, ["application/json-patch+json", "application/json"]);
  const changes = Object.fromEntries(operations.map(({ path, value }) => [path.slice(1), value]));
  if (state.isOutOfReach(user, assumed)) throw new Refusal(403, "Only the home organization may edit the profile.");
  refuseTaken(state, changes, assumed, user.id);
  return json(state.change(user, changes));
}

/** @param {Call} call */
export function deleteUser({ state, target, user }) {
  readOptions(target);
  state.remove(user);
  return new Response(null, { status: 204 });
}

/** For somebody who exists elsewhere. @param {Call} call */
export function assignUser({ c, state, target }) {
  readOptions(target);
  const { user: id } = readBody(c, z.strictObject({ user: filled }));
  if (state.user(id)) throw new Refusal(409, "The user belongs to the organization already.", { target: "user" });
  const at = state.elsewhere.findIndex((user) => user.id === id);
  if (at < 0) throw new Refusal(404, "There is no such user.", { target: "user" });
  const [user] = state.elsewhere.splice(at, 1);
  state.foreign.add(user.id);
  return json(state.admit(user));
}

/** What becomes of a second user of one name or address nobody documents [A]. */
function refuseTaken(state, { username: name, email: address }, assumed, exceptId) {
  const answer = assumed["workiva.duplicate-username"];
  if (answer !== "accepted" && name !== undefined && state.isTaken(name, exceptId))
    throw new Refusal(Number(answer), "The user name is taken.", { target: "username" });
  if (assumed["workiva.duplicate-email"] === "accepted" || address === undefined) return;
  if (state.usersOf(address).some(({ id }) => id !== exceptId))
    throw new Refusal(409, "The e-mail address is taken.", { target: "email" });
}
