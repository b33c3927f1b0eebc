// Workiva's platform route: which calls it has, and what each needs [D].
import { addRoutes } from "../../http/routes.js";
import { platformCall } from "./guard.js";
import { createGroup, listGroups, listMembers, modifyMembers } from "./groups.js";
import { createMembership, deleteMembership, listMemberships } from "./memberships.js";
import { readOperation } from "./operation.js";
import * as roles from "./roles.js";
import { tokenRoute } from "./token.js";
import { assignUser, createUser, deleteUser, listUsers, patchUser, readUser } from "./users.js";
import { listWorkspaces } from "./workspaces.js";

/**
 * @param {import("hono").Hono} app
 * @param {import("../state.js").WorkivaState} state
 * @param {import("./token.js").TokenServer} [tokenServer]
 */
export function addPlatformRoutes(app, state, tokenServer) {
  const read = (handler) => platformCall(state, "organization:read", handler);
  const write = (handler) => platformCall(state, "organization:write", handler);
  const token = { POST: tokenRoute(state, tokenServer) };
  const users = "/organizations/:org/users";
  const workspace = "/organizations/:org/workspaces/:workspace";
  const membership = `${workspace}/memberships/:membership`;
  addRoutes(app, {
    "/iam/v1/oauth2/token": token,
    // The newest file lists this one too [D].
    "/oauth2/token": token,
    [users]: { GET: read(listUsers), POST: write(createUser) },
    [`${users}/assignment`]: { POST: write(assignUser) },
    [`${users}/:user`]: { GET: read(readUser), PATCH: write(patchUser), DELETE: write(deleteUser) },
    [`${users}/:user/roles`]: { GET: read(roles.listOfUser) },
    [`${users}/:user/roles/assignment`]: { POST: write(roles.assignToUser) },
    [`${users}/:user/roles/revocation`]: { POST: write(roles.revokeFromUser) },
    "/organizations/:org/roles": { GET: read(roles.listOfOrganization) },
    "/organizations/:org/workspaces": { GET: read(listWorkspaces) },
    [`${workspace}/roles`]: { GET: read(roles.listOfWorkspace) },
    [`${workspace}/memberships`]: { GET: read(listMemberships) },
    [`${workspace}/memberships/membershipCreation`]: { POST: write(createMembership) },
    [membership]: { DELETE: write(deleteMembership) },
    [`${membership}/roles`]: { GET: read(roles.listOfMembership) },
    [`${membership}/roles/assignment`]: { POST: write(roles.assignToMembership) },
    [`${membership}/roles/revocation`]: { POST: write(roles.revokeFromMembership) },
    [`${workspace}/groups`]: { GET: read(listGroups), POST: write(createGroup) },
    [`${workspace}/groups/:group/members`]: { GET: read(listMembers) },
    [`${workspace}/groups/:group/members/modification`]: { POST: write(modifyMembers) },
    "/operations/:operation": { GET: read(readOperation) },
  });
}
