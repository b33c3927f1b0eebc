// The SCIM groups that stand for roles, memberships and groups, found by display names of four kinds [S][A].

/** @typedef {"organizationRole" | "workspace" | "workspaceRole" | "workspaceGroup"} Kind */

/**
 * @typedef {object} ScimGroup
 * @property {string} id
 * @property {Kind} kind
 * @property {string} displayName
 * @property {string | null} workspaceId  whose membership comes first
 * @property {boolean} licensed
 * @property {() => string[]} members     user ids
 * @property {(userId: string) => void} add
 * @property {(userId: string) => void} remove
 */

/**
 * Every group there is. None can be made: a role that is not here does not exist.
 * @param {{ state: import("../state.js").WorkivaState, assumed: import("../../assumptions/book.js").Values }} call
 * @returns {ScimGroup[]}
 */
export function scimGroups(call) {
  const { state } = call;
  const organization = state.organizationRoles.map((role) => organizationRole(call, role));
  const workspaces = state.workspaces.flatMap((workspace) => [
    membership(call, workspace),
    ...state.workspaceRoles.map((role) => workspaceRole(call, workspace, role)),
    ...state.groupsOf(workspace.id).map((group) => workspaceGroup(call, workspace, group)),
  ]);
  return [...organization, ...workspaces];
}

/** @returns {ScimGroup} */
function organizationRole(call, role) {
  const { state } = call;
  const holders = () => state.users.filter(({ id }) => state.roles.get(id).has(role.id)).map(({ id }) => id);
  return {
    ...named(call, "organizationRole", { role }),
    workspaceId: null,
    licensed: role.licensed !== false,
    members: holders,
    add: (userId) => void state.roles.get(userId).add(role.id),
    remove: (userId) => void state.roles.get(userId).delete(role.id),
  };
}

/** @returns {ScimGroup} */
function membership(call, workspace) {
  const { state } = call;
  return {
    ...named(call, "workspace", { workspace }),
    workspaceId: null,
    licensed: true,
    members: () => membershipsIn(state, workspace).map(({ userId }) => userId),
    add: (userId) => void (state.membershipOf(userId, workspace.id) ?? state.join(userId, workspace.id)),
    remove: (userId) => state.leave(state.membershipOf(userId, workspace.id)),
  };
}

/** @returns {ScimGroup} */
function workspaceRole(call, workspace, role) {
  const { state } = call;
  return {
    ...named(call, "workspaceRole", { workspace, role }),
    workspaceId: workspace.id,
    licensed: role.licensed !== false,
    members: () =>
      membershipsIn(state, workspace)
        .filter(({ roles }) => roles.has(role.id))
        .map(({ userId }) => userId),
    add: (userId) => void state.membershipOf(userId, workspace.id).roles.add(role.id),
    remove: (userId) => void state.membershipOf(userId, workspace.id).roles.delete(role.id),
  };
}

/** @returns {ScimGroup} */
function workspaceGroup(call, workspace, group) {
  return {
    ...named(call, "workspaceGroup", { workspace, group }),
    workspaceId: workspace.id,
    licensed: true,
    members: () => [...group.members],
    add: (userId) => void group.members.add(userId),
    remove: (userId) => void group.members.delete(userId),
  };
}

const membershipsIn = (state, workspace) => state.memberships.filter(({ workspaceId }) => workspaceId === workspace.id);

/** @param {{ state: any, assumed: any }} call @param {Kind} kind @param {Record<string, { id: string, name: string }>} parts */
function named({ state: { settings }, assumed }, kind, parts) {
  const filled = (by) => settings.groupNames[kind].replace(/\{(\w+)\}/g, (_, part) => parts[part][by]);
  const ids = Object.values(parts).map(({ id }) => id);
  const opaque = btoa([kind, ...ids].join("\u001f"));
  return {
    id: assumed["workiva.scim-group-ids"] === "opaque" ? opaque : filled("id"),
    kind,
    displayName: filled(assumed["workiva.scim-group-names"]),
  };
}
