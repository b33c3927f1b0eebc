// Users over SCIM: the library reads and writes them, these handlers say what that means for the organization.
import { z } from "zod";
import SCIMMY from "../../http/scim-library.js";
import { readBody } from "../../http/strict.js";
import { compileScimFilter } from "./filter.js";
import { located, scimJson, SCIM_TYPES } from "./guard.js";
import { scimGroups } from "./names.js";
import { PATCH_BODY } from "./patch.js";

const { User } = SCIMMY.Resources;
const ScimError = SCIMMY.Types.Error;
const BASE = "/scim/v2/Users";

/** @typedef {import("./guard.js").Call} Call */

const filled = z.string().min(1);
/** The attributes of a create [D], and `displayName`; a whole user may come back with what is the server's. */
const attributes = {
  schemas: z.tuple([z.literal("urn:ietf:params:scim:schemas:core:2.0:User")]),
  userName: filled,
  name: z.strictObject({ givenName: filled, familyName: filled }),
  emails: z.tuple([z.strictObject({ value: filled, type: z.literal("work"), primary: z.literal(true) })]),
  displayName: filled.optional(),
  active: z.boolean().optional(),
};
const BY_USER_NAME = { userName: (user) => user.userName };
const BY_EMAIL = { "emails.value": (user) => user.emails[0].value };

const NEW_USER = z.strictObject(attributes);
const WHOLE_USER = z
  .strictObject({ ...attributes, id: filled.optional(), meta: z.unknown(), groups: z.unknown() })
  .partial({
    meta: true,
    groups: true,
  });

/** @param {Call} call */
export async function listUsers(call) {
  const { filter, ...options } = call.options;
  const list = await new User(options).read(call);
  return scimJson({ ...list, Resources: list.Resources.map((user) => located(user, BASE, call.origin)) });
}

/** @param {Call} call */
export const readUser = async (call) =>
  scimJson(located(await new User(call.c.req.param("id")).read(call), BASE, call.origin));

/** @param {Call} call */
export async function createUser(call) {
  const body = readBody(call.c, NEW_USER, SCIM_TYPES);
  const user = located(await new User().write(body, call), BASE, call.origin);
  if (call.quirks["late-visibility"]) call.state.hidden.set(user.id, call.quirks["late-visibility"].lookups);
  return scimJson(user, 201, { location: user.meta.location });
}

/** @param {Call} call */
export async function replaceUser(call) {
  const id = call.c.req.param("id");
  const body = readBody(call.c, WHOLE_USER, SCIM_TYPES);
  if (body.id !== undefined && body.id !== id) throw new ScimError(400, "mutability", "id: another user's");
  return scimJson(located(await new User(id).write(body, call), BASE, call.origin));
}

/** @param {Call} call */
export async function patchUser(call) {
  const body = readBody(call.c, PATCH_BODY, SCIM_TYPES);
  const changed = await new User(call.c.req.param("id")).patch(body, call);
  if (!changed || call.assumed["workiva.scim-patch-answer"] === "204") return new Response(null, { status: 204 });
  return scimJson(located(changed, BASE, call.origin));
}

/** @type {import("../../http/scim-library.js").Handlers} */
export const userHandlers = { egress, ingress };

function egress(resource, call) {
  const { state, options, quirks, assumed } = call;
  if (resource.id) return shown(call, userAt(state, resource.id));
  const { filter, startIndex = 1 } = options;
  const users = state.visibleUsers({ first: startIndex === 1 });
  const all = users.map((user) => shown(call, user));
  if (filter === undefined || quirks["ignore-filter"]) return all;
  const byEmail = assumed["workiva.scim-email-filter"] === "supported";
  return compileScimFilter(filter, { ...BY_USER_NAME, ...(byEmail ? BY_EMAIL : {}) })(all);
}

function ingress(resource, data, call) {
  const { state, assumed } = call;
  const wanted = asUser(data);
  const user = resource.id ? userAt(state, resource.id) : undefined;
  if (user && state.isOutOfReach(user, assumed))
    throw new ScimError(403, null, "Only the home organization may edit and suspend somebody.");
  if (wanted.username !== wanted.username.toLowerCase() || /\s/u.test(wanted.username)) {
    throw new ScimError(400, "invalidValue", "userName: lower case, no spaces");
  }
  if (state.isTaken(wanted.username, user?.id)) throw new ScimError(409, "uniqueness", "userName: taken");
  return shown(call, user ? state.change(user, wanted) : state.admit(state.newUser(wanted)));
}

function userAt(state, id) {
  const user = state.user(id);
  if (!user) throw new ScimError(404, null, "There is no such user.");
  return user;
}

/** Suspending is what becomes of `active: false` [D]. */
function asUser({ userName, name, emails, displayName, active = true }) {
  const [givenName, familyName, email] = [name?.givenName, name?.familyName, emails?.[0]?.value];
  if (!givenName || !familyName || !email) throw new ScimError(400, "invalidValue", "a user has a name and an address");
  const status = active ? "active" : "suspended";
  return {
    username: userName,
    email,
    givenName,
    familyName,
    displayName: displayName ?? `${givenName} ${familyName}`,
    status,
  };
}

const shown = (call, { id, username, email, givenName, familyName, displayName, status, created, modified }) => ({
  id,
  userName: username,
  name: { givenName, familyName },
  displayName,
  emails: [{ value: email, type: "work", primary: true }],
  active: status === "active",
  groups: scimGroups(call)
    .filter((group) => group.members().includes(id))
    .map((group) => ({ value: group.id, display: group.displayName, type: "direct" })),
  meta: { created, lastModified: modified },
});
