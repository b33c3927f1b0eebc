// What somebody needs to use the WorkSpan stand-in, as `main.mjs` prints it.

export const TITLE = "WorkSpan";

/** @param {import("./state.js").WorkSpanState} state @param {string} url */
export const facts = (state, url) => ({
  baseUrl: url,
  credentials: state.clients.map(({ clientId, clientSecret, accessType, environment }) => ({
    clientId,
    clientSecret,
    accessType,
    environment,
  })),
  users: state.users.map(({ id, userName, active }) => ({ id, userName, active })),
});
