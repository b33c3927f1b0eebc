// Workiva's SCIM route, served by a SCIM library; its base is not public, so this one is the sandbox's invention.
import SCIMMY from "../../http/scim-library.js";
import { readOptions } from "../../http/strict.js";
import { GROUP_OPTIONS, groupHandlers, listGroups, patchGroup, readGroup, refuseNewGroup } from "./groups.js";
import { scimCall, scimJson } from "./guard.js";
import { createUser, listUsers, patchUser, readUser, replaceUser, userHandlers } from "./users.js";

export const SCIM_BASE = "/scim/v2";

/**
 * @param {import("../state.js").WorkivaState} state
 * @param {(ms: number) => Promise<void>} sleep  how a request is held
 * @returns {import("../../http/routes.js").Calls}
 */
export function scimCalls(state, sleep) {
  const call = (handler, options) => scimCall(state, sleep, { User: userHandlers, Group: groupHandlers }, handler, options);
  return {
    "scim.listUsers": [`GET ${SCIM_BASE}/Users`, call(listUsers, GROUP_OPTIONS)],
    "scim.createUser": [`POST ${SCIM_BASE}/Users`, call(createUser)],
    // No DELETE: deactivating means suspending [D].
    "scim.readUser": [`GET ${SCIM_BASE}/Users/:id`, call(readUser)],
    "scim.replaceUser": [`PUT ${SCIM_BASE}/Users/:id`, call(replaceUser)],
    "scim.changeUser": [`PATCH ${SCIM_BASE}/Users/:id`, call(patchUser)],
    "scim.listGroups": [`GET ${SCIM_BASE}/Groups`, call(listGroups, GROUP_OPTIONS)],
    "scim.createGroup": [`POST ${SCIM_BASE}/Groups`, call(refuseNewGroup)],
    // No PUT: it would replace everybody who is in the role.
    "scim.readGroup": [`GET ${SCIM_BASE}/Groups/:id`, call(readGroup, GROUP_OPTIONS)],
    "scim.changeGroup": [`PATCH ${SCIM_BASE}/Groups/:id`, call(patchGroup)],
    "scim.readServiceProviderConfig": [`GET ${SCIM_BASE}/ServiceProviderConfig`, call(readConfig)],
  };
}

async function readConfig({ target }) {
  readOptions(target);
  return scimJson(await new SCIMMY.Resources.ServiceProviderConfig().read());
}
