// Who belongs to a workspace [D].
import { z } from "zod";
import { json, Refusal } from "../../http/refusal.js";
import { readBody, readOptions } from "../../http/strict.js";
import { page } from "./paging.js";

/** @typedef {import("./guard.js").Call} Call */

const CREATION = z.strictObject({
  user: z.string().min(1),
  options: z.strictObject({ notifyNewMember: z.boolean(), sendWelcomeEmail: z.boolean() }),
});

/** @param {Call} call */
export const listMemberships = (call) =>
  page(call, () =>
    call.state.memberships
      .filter(({ workspaceId }) => workspaceId === call.workspace.id)
      .map((membership) => shown(call.state, membership)),
  );

const shown = (state, { id, userId, workspaceId }) => ({
  id,
  user: { id: userId, displayName: state.user(userId).displayName },
  workspace: { id: workspaceId },
});

/** @param {Call} call */
export function createMembership({ c, state, target, workspace }) {
  readOptions(target);
  const { user: userId, options } = readBody(c, CREATION);
  const user = state.user(userId);
  if (!user) throw new Refusal(400, "There is no such user in the organization.", { target: "user" });
  if (state.membershipOf(userId, workspace.id))
    throw new Refusal(409, "The user is a member already.", { target: "user" });
  const membership = state.join(userId, workspace.id);
  if (options.sendWelcomeEmail) state.mails.push(user.username);
  return json(shown(state, membership), 201);
}

/** @param {Call} call */
export function deleteMembership({ state, target, membership }) {
  readOptions(target);
  state.leave(membership);
  return new Response(null, { status: 204 });
}
