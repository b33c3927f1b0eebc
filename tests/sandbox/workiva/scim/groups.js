// Groups over SCIM: nobody makes one, and getting in or out of one is a role, a membership or a group that changes.
import { z } from "zod";
import { Refusal } from "../../http/refusal.js";
import SCIMMY from "../../http/scim-library.js";
import { readBody, wholeNumber } from "../../http/strict.js";
import { compileScimFilter } from "./filter.js";
import { located, scimJson, SCIM_TYPES } from "./guard.js";
import { scimGroups } from "./names.js";
import { hasTooManyMembers, PATCH_BODY } from "./patch.js";

const { Group } = SCIMMY.Resources;
const ScimError = SCIMMY.Types.Error;
const BASE = "/scim/v2/Groups";

/** @typedef {import("./guard.js").Call} Call */

export const GROUP_OPTIONS = {
  filter: z.string().min(1),
  startIndex: wholeNumber(1, 1e9),
  count: wholeNumber(0, 1e9),
  attributes: z.string().min(1),
  excludedAttributes: z.string().min(1),
};

/** @param {Call} call */
export async function listGroups(call) {
  const { filter, ...options } = call.options;
  const list = await new Group(options).read(call);
  return scimJson({ ...list, Resources: list.Resources.map((group) => located(group, BASE, call.origin)) });
}

/** @param {Call} call */
export async function readGroup(call) {
  const group = await new Group(call.c.req.param("id"), call.options).read(call);
  return scimJson(located(group, BASE, call.origin));
}

/** Roles and groups are made elsewhere: a missing one stays missing. @param {Call} call */
export async function refuseNewGroup() {
  throw new Refusal(403, "Groups cannot be created over SCIM.");
}

/** @param {Call} call */
export async function patchGroup(call) {
  const body = readBody(call.c, PATCH_BODY, SCIM_TYPES);
  if (hasTooManyMembers(body)) {
    const status = Number(call.assumed["workiva.scim-too-many-members"]);
    throw new Refusal(status, "At most 100 members a request.", status === 413 ? { scimType: "tooMany" } : {});
  }
  const changed = await new Group(call.c.req.param("id")).patch(body, call);
  if (!changed || call.assumed["workiva.scim-patch-answer"] === "204") return new Response(null, { status: 204 });
  return scimJson(located(changed, BASE, call.origin));
}

/** @type {import("../../http/scim-library.js").Handlers} */
export const groupHandlers = { egress, ingress };

function egress(resource, call) {
  const { state, options, quirks } = call;
  if (resource.id) return shown(state, groupAt(call, resource.id));
  const groups = scimGroups(call).map((group) => shown(state, group));
  if (options.filter === undefined || quirks["ignore-filter"]) return groups;
  return compileScimFilter(options.filter, { displayName: (group) => group.displayName })(groups);
}

async function ingress(resource, data, call) {
  const group = groupAt(call, resource.id);
  if (data.displayName !== group.displayName) throw new ScimError(400, "mutability", "displayName: cannot be changed");
  await setMembers(call, group, new Set((data.members ?? []).map(({ value }) => value)));
  return shown(call.state, group);
}

/** All or nothing; who lacks the membership is waited for, and then refused [D]. */
async function setMembers({ state, sleep, quirks }, group, wanted) {
  const before = new Set(group.members());
  const toAdd = [...wanted].filter((id) => !before.has(id));
  const toRemove = [...before].filter((id) => !wanted.has(id));
  if (toAdd.some((id) => !state.user(id))) throw new ScimError(400, "invalidValue", "members: there is no such user");
  if (toAdd.length > 0 && !group.licensed) throw new ScimError(403, null, "There is no licence for this role.");
  const lacking = () => group.workspaceId !== null && toAdd.some((id) => !state.membershipOf(id, group.workspaceId));
  if (lacking()) await sleep(state.settings.holdMs);
  if (lacking()) throw new ScimError(500, null, "The user is no member of the workspace.");
  for (const id of toAdd) group.add(id);
  for (const id of toRemove) {
    group.remove(id);
    if (quirks["revocation-takes-membership"] && group.kind === "workspaceRole")
      state.leave(state.membershipOf(id, group.workspaceId));
  }
}

function groupAt(call, id) {
  const group = scimGroups(call).find((each) => each.id === id);
  if (!group) throw new ScimError(404, null, "There is no such group.");
  return group;
}

const shown = (state, group) => ({
  id: group.id,
  displayName: group.displayName,
  members: group.members().map((id) => ({ value: id, display: state.user(id).displayName, type: "User" })),
});
