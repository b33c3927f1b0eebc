// WorkSpan's people: look-up by userName, create, read, replace [D].
import { json, Refusal } from "../http/refusal.js";
import { readBody, readOptions, refuseBody } from "../http/strict.js";
import { LIST_OPTIONS, listing, userNameOf } from "./listing.js";
import { checked, ENTERPRISE, newUser, partialUser, wholeUser } from "./user.js";

/** @param {import("./guard.js").Call} call */
export function listUsers({ c, state, target, quirks, assumed, origin }) {
  refuseBody(c);
  const options = readOptions(target, LIST_OPTIONS);
  const asked = options.filter === undefined ? undefined : userNameOf(options.filter);
  const users = state.users.filter(({ id }) => !hiddenNow(state, id)).map((user) => shown(user, origin, assumed));
  return json(listing(users, asked, options, state.settings.pageSize, quirks, assumed));
}

/** Late visibility: each listing counts one off. */
function hiddenNow(state, id) {
  const left = state.hidden.get(id) ?? 0;
  if (left > 0) state.hidden.set(id, left - 1);
  return left > 0;
}

/** "Creates the user if none exists with the same e-mail" [D]; what it does otherwise nobody says. */
export function createUser({ c, state, target, quirks, assumed, origin }) {
  readOptions(target);
  const attributes = checked(readBody(c, newUser));
  const [existing] = state.usersOf(attributes.userName);
  if (existing) return duplicate(existing, Number(assumed["workspan.duplicate-create"]), origin);
  const user = located(state.addUser(attributes), origin);
  if (quirks["late-visibility"]) state.hidden.set(user.id, quirks["late-visibility"].lookups);
  return json(user, Number(assumed["workspan.created-status"]), { location: user.meta.location });
}

function duplicate(existing, status, origin) {
  if (status < 300) return json(located(existing, origin), status);
  throw new Refusal(status, "A user with this e-mail exists.", status === 409 ? { scimType: "uniqueness" } : {});
}

/** @param {import("./guard.js").Call} call */
export function readUser({ c, state, target, assumed, origin }) {
  readOptions(target);
  refuseBody(c);
  return json(shown(userAt(state, c), origin, assumed));
}

/** A PUT replaces: what it leaves out is gone (RFC 7644 §3.5.1), or kept [A]; `active: false` suspends [D]. */
export function replaceUser({ c, state, target, quirks, assumed, origin }) {
  readOptions(target);
  const keeps = assumed["workspan.put-omitted"] === "kept";
  const body = readBody(c, keeps ? partialUser : wholeUser);
  const user = userAt(state, c);
  if (body.id !== undefined && body.id !== user.id)
    throw new Refusal(400, "id: another user's.", { scimType: "mutability" });
  const attributes = checked(keeps ? laidOver(user, body) : body);
  // Nobody documents a change of the login: nothing here should ever try one.
  if (attributes.userName.toLowerCase() !== user.userName.toLowerCase()) {
    throw new Refusal(400, "userName: cannot be changed.", { scimType: "mutability" });
  }
  return json(shown(quirks["ignored-write"] ? user : state.replaceUser(user, attributes), origin, assumed));
}

/** What a PUT does not name stays, department and all. */
function laidOver(user, body) {
  const schemas = [...new Set([...user.schemas, ...body.schemas])];
  const extension = ENTERPRISE in user || ENTERPRISE in body;
  return {
    ...user,
    ...body,
    schemas,
    ...(extension ? { [ENTERPRISE]: { ...user[ENTERPRISE], ...body[ENTERPRISE] } } : {}),
  };
}

function userAt(state, c) {
  const user = state.user(c.req.param("id"));
  if (!user) throw new Refusal(404, "There is no such user.");
  return user;
}

const located = (user, origin) => ({
  ...user,
  meta: { ...user.meta, location: `${origin}/api/scim/v2/Users/${encodeURIComponent(user.id)}` },
});

/** All that there is, or what the portal's answers show [D]. */
function shown(user, origin, assumed) {
  const whole = located(user, origin);
  if (assumed["workspan.answers"] === "whole") return whole;
  const { schemas, userName, meta, id, active, [ENTERPRISE]: { department } = {} } = whole;
  return { schemas, userName, meta, id, active, ...(department === undefined ? {} : { [ENTERPRISE]: { department } }) };
}
