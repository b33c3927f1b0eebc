// Workiva's SCIM route, served by a SCIM library; its base is not public, so this one is the sandbox's invention.
import SCIMMY from "scimmy";
import { addRoutes } from "../../http/routes.js";
import { readOptions } from "../../http/strict.js";
import { GROUP_OPTIONS, listGroups, patchGroup, readGroup, refuseNewGroup } from "./groups.js";
import { scimCall, scimJson } from "./guard.js";
import { createUser, listUsers, patchUser, readUser, replaceUser } from "./users.js";

export const SCIM_BASE = "/scim/v2";

/**
 * @param {import("hono").Hono} app
 * @param {import("../state.js").WorkivaState} state
 * @param {(ms: number) => Promise<void>} sleep  how a request is held
 */
export function addScimRoutes(app, state, sleep) {
  const call = (handler, options) => scimCall(state, sleep, handler, options);
  addRoutes(app, {
    [`${SCIM_BASE}/Users`]: { GET: call(listUsers, GROUP_OPTIONS), POST: call(createUser) },
    // No DELETE: deactivating means suspending [D].
    [`${SCIM_BASE}/Users/:id`]: { GET: call(readUser), PUT: call(replaceUser), PATCH: call(patchUser) },
    [`${SCIM_BASE}/Groups`]: { GET: call(listGroups, GROUP_OPTIONS), POST: call(refuseNewGroup) },
    // No PUT: it would replace everybody who is in the role.
    [`${SCIM_BASE}/Groups/:id`]: { GET: call(readGroup, GROUP_OPTIONS), PATCH: call(patchGroup) },
    [`${SCIM_BASE}/ServiceProviderConfig`]: { GET: call(readConfig) },
  });
}

async function readConfig({ target }) {
  readOptions(target);
  return scimJson(await new SCIMMY.Resources.ServiceProviderConfig().read());
}
