// What somebody needs to use the Workiva stand-in, as `main.mjs` prints it.
import { SCIM_BASE } from "./scim/index.js";

export const TITLE = "Workiva";

/** @param {import("./state.js").WorkivaState} state @param {string} url */
export const facts = (state, url) => ({
  baseUrl: url,
  credentials: state.clients.map(({ clientId, clientSecret, scopes }) => ({ clientId, clientSecret, scopes })),
  organization: state.settings.organization,
  scim: { baseUrl: url + SCIM_BASE, bearerToken: state.settings.scimToken, basic: state.settings.scimBasic, groupNames: state.settings.groupNames },
  workspaces: state.workspaces,
  users: state.users.map(({ id, username, status }) => ({ id, username, status })),
});
