// Workiva's platform route: which calls it has, and what each needs [D].
import { platformCall } from "./guard.js";
import { createGroup, listGroups, listMembers, modifyMembers } from "./groups.js";
import { createMembership, deleteMembership, listMemberships } from "./memberships.js";
import { readOperation } from "./operation.js";
import { reportUsers } from "./report.js";
import * as roles from "./roles.js";
import { tokenRoute } from "./token.js";
import { assignUser, createUser, deleteUser, listUsers, patchUser, readUser } from "./users.js";
import { listWorkspaces } from "./workspaces.js";

/**
 * @param {import("../state.js").WorkivaState} state
 * @param {import("./token.js").TokenServer} [tokenServer]
 * @returns {import("../../http/routes.js").Calls}
 */
export function platformCalls(state, tokenServer) {
  const read = (handler) => platformCall(state, "organization:read", handler);
  const write = (handler) => platformCall(state, "organization:write", handler);
  const org = "/organizations/:org";
  const user = `${org}/users/:user`;
  const workspace = `${org}/workspaces/:workspace`;
  const membership = `${workspace}/memberships/:membership`;
  const group = `${workspace}/groups/:group`;
  return {
    // The newest file lists the second one [D].
    requestToken: [["POST /iam/v1/oauth2/token", "POST /oauth2/token"], tokenRoute(state, tokenServer)],
    listUsers: [`GET ${org}/users`, read(listUsers)],
    createUser: [`POST ${org}/users`, write(createUser)],
    assignUser: [`POST ${org}/users/assignment`, write(assignUser)],
    readUser: [`GET ${user}`, read(readUser)],
    changeUser: [`PATCH ${user}`, write(patchUser)],
    deleteUser: [`DELETE ${user}`, write(deleteUser)],
    listUserRoles: [`GET ${user}/roles`, read(roles.listOfUser)],
    assignUserRoles: [`POST ${user}/roles/assignment`, write(roles.assignToUser)],
    revokeUserRoles: [`POST ${user}/roles/revocation`, write(roles.revokeFromUser)],
    reportUsers: [`GET ${org}/orgReportUsers`, read(reportUsers)],
    listOrganizationRoles: [`GET ${org}/roles`, read(roles.listOfOrganization)],
    listWorkspaces: [`GET ${org}/workspaces`, read(listWorkspaces)],
    listWorkspaceRoles: [`GET ${workspace}/roles`, read(roles.listOfWorkspace)],
    listMemberships: [`GET ${workspace}/memberships`, read(listMemberships)],
    createMembership: [`POST ${workspace}/memberships/membershipCreation`, write(createMembership)],
    deleteMembership: [`DELETE ${membership}`, write(deleteMembership)],
    listMembershipRoles: [`GET ${membership}/roles`, read(roles.listOfMembership)],
    assignMembershipRoles: [`POST ${membership}/roles/assignment`, write(roles.assignToMembership)],
    revokeMembershipRoles: [`POST ${membership}/roles/revocation`, write(roles.revokeFromMembership)],
    listGroups: [`GET ${workspace}/groups`, read(listGroups)],
    createGroup: [`POST ${workspace}/groups`, write(createGroup)],
    listGroupMembers: [`GET ${group}/members`, read(listMembers)],
    modifyGroupMembers: [`POST ${group}/members/modification`, write(modifyMembers)],
    readOperation: ["GET /operations/:operation", read(readOperation)],
  };
}
