// Roles: of the organization, of a workspace, of a user, of a membership; changes are asynchronous, all or nothing [D].
import { z } from "zod";
import { readBody, readOptions } from "../../http/strict.js";
import { problem } from "../operations.js";
import { page } from "./paging.js";

/** @typedef {import("./guard.js").Call} Call */

const shown = ({ id, name }) => ({ id, name });
const given = (roles, ids) => roles.filter(({ id }) => ids.has(id)).map(shown);

/** @param {Call} call */
export const listOfOrganization = (call) => page(call, () => call.state.organizationRoles.map(shown));
/** @param {Call} call */
export const listOfWorkspace = (call) => page(call, () => call.state.workspaceRoles.map(shown));
/** @param {Call} call */
export const listOfUser = (call) =>
  page(call, () => given(call.state.organizationRoles, call.state.roles.get(call.user.id)));
/** @param {Call} call */
export const listOfMembership = (call) => page(call, () => given(call.state.workspaceRoles, call.membership.roles));

/** A bare array of role ids. */
const ROLE_IDS = z.array(z.string().min(1)).min(1);

const change = (rolesOf, heldBy, make) => (call) => {
  const { c, state, target, quirks, assumed } = call;
  readOptions(target);
  const ids = readBody(c, ROLE_IDS);
  const carryOut = () => {
    // Whoever was there when it was asked for may be gone by now.
    const held = heldBy(call);
    if (!held) return [problem("404NotFound", "There is no such user or membership any more.")];
    return carriedOut(rolesOf(state), held, ids, make, assumed["workiva.revoke-absent"] === "failed");
  };
  return accepted(state, state.operations.add(carryOut, quirks), quirks);
};

function carriedOut(roles, held, ids, make, isStrict) {
  const problems = ids.flatMap((id) => whyNot(roles, held, id, make, isStrict));
  if (problems.length === 0) for (const id of ids) make === "assign" ? held.add(id) : held.delete(id);
  return problems;
}

function whyNot(roles, held, id, make, isStrict) {
  const role = roles.find((each) => each.id === id);
  if (!role) return [problem("404NotFound", "There is no such role.", id)];
  if (make === "assign" && role.licensed === false)
    return [problem("403Forbidden", `There is no licence for ${role.name}.`, id)];
  if (make === "revoke" && isStrict && !held.has(id)) return [problem("409Conflict", `${role.name} is not assigned.`, id)];
  return [];
}

/** Where to look and when; the location's host is not the one that was called [D]. */
function accepted({ settings }, id, quirks) {
  const headers = new Headers();
  if (!quirks["no-location"]) headers.set("location", `${settings.linkHost}/operations/${encodeURIComponent(id)}`);
  if (!quirks["no-retry-after"]) headers.set("retry-after", String(settings.retryAfter));
  return new Response(null, { status: 202, headers });
}

const ofOrganization = (state) => state.organizationRoles;
const ofWorkspace = (state) => state.workspaceRoles;
const byUser = ({ state, user }) => state.roles.get(user.id);
const byMembership = ({ state, membership }) => state.memberships.find(({ id }) => id === membership.id)?.roles;

export const assignToUser = change(ofOrganization, byUser, "assign");
export const revokeFromUser = change(ofOrganization, byUser, "revoke");
export const assignToMembership = change(ofWorkspace, byMembership, "assign");
export const revokeFromMembership = change(ofWorkspace, byMembership, "revoke");
