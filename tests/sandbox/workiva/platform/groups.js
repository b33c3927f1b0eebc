// Groups of a workspace and their members [D].
import { z } from "zod";
import { json, Refusal } from "../../http/refusal.js";
import { readBody, readOptions } from "../../http/strict.js";
import { page } from "./paging.js";

/** @typedef {import("./guard.js").Call} Call */

const ids = z.array(z.string().min(1));
const MODIFICATION = z
  .strictObject({ toAdd: ids, toRemove: ids })
  .refine(({ toAdd, toRemove }) => toAdd.length + toRemove.length > 0, "nothing to add or remove");

const shown = ({ id, name }) => ({ id, name });

/** @param {Call} call */
export const listGroups = (call) => page(call, () => call.state.groupsOf(call.workspace.id).map(shown));

/** @param {Call} call */
export function createGroup({ c, state, target, workspace }) {
  readOptions(target);
  const { name } = readBody(c, z.strictObject({ name: z.string().min(1) }));
  if (state.groupsOf(workspace.id).some((group) => group.name === name)) {
    throw new Refusal(409, "The workspace has a group of this name.", { target: "name" });
  }
  return json(shown(state.addGroup(workspace.id, name)), 201);
}

/** @param {Call} call */
export const listMembers = (call) => page(call, () => [...call.group.members].map((id) => ({ id })));

/** A bare 204 even when a member was refused: who is no member of the workspace cannot be one of its group. @param {Call} call */
export function modifyMembers({ c, state, target, quirks, workspace, group }) {
  readOptions(target);
  const { toAdd, toRemove } = readBody(c, MODIFICATION);
  for (const id of toRemove) group.members.delete(id);
  for (const id of toAdd) {
    if (!quirks["refuse-members"] && state.membershipOf(id, workspace.id)) group.members.add(id);
  }
  return new Response(null, { status: 204 });
}
