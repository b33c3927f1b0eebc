// What the tests of Workiva's stand-in share: a running sandbox, a token, and calls of either route.
import { createSandbox } from "../index.js";
import { SCIM_BASE } from "./scim/index.js";
import { defaultSeed } from "./seed.js";

export const TOKEN = "/iam/v1/oauth2/token";
export const VERSION = { "x-version": "2026-01-01" };
export const ORG = `/organizations/${defaultSeed.settings.organization}`;
export const USERS = `${ORG}/users`;
export const [{ id: REPORT }, { id: SOX }] = defaultSeed.workspaces;
export const workspace = (id) => `${ORG}/workspaces/${encodeURIComponent(id)}`;

/** @param {import("node:test").TestContext} t */
export async function start(t, { seed, ...options } = {}) {
  const sandbox = createSandbox({ platforms: ["workiva"], seed: { workiva: seed }, ...options });
  const { url, close } = await sandbox.listen();
  t.after(close);
  const state = sandbox.workiva;
  const token = async (n = 0) =>
    (await (await fetch(url + TOKEN, { method: "POST", body: tokenForm(state.clients[n]) })).json()).access_token;
  /** A call of the platform route with a fresh token. */
  const call = async (method, path, body, headers, n = 0) =>
    send(url + path, method, body, { ...VERSION, authorization: `Bearer ${await token(n)}`, ...headers });
  const get = async (path) => (await call("GET", path)).json();
  const scim = (method, path, body, headers) =>
    send(url + SCIM_BASE + path, method, body, {
      authorization: `Bearer ${state.settings.scimToken}`,
      ...(body === undefined ? {} : { "content-type": "application/scim+json" }),
      ...headers,
    });
  /** Every item of a list, page by page, from the host that was called. */
  const all = async (path) => {
    const items = [];
    for (let next = path; next;) {
      const { data, "@nextLink": link } = await get(next);
      items.push(...data);
      next = link && link.slice(state.settings.linkHost.length);
    }
    return items;
  };
  return { sandbox, state, url, token, call, get, all, scim, json: async (response) => (await response).json() };
}

const send = (url, method, body, headers) =>
  fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
  });

export const tokenForm = ({ clientId, clientSecret }, changes = {}) => {
  const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret, ...changes };
  return new URLSearchParams(Object.entries(form).filter(([, value]) => value !== undefined));
};

export const newUser = (username, changes = {}) => ({
  givenName: "Ann",
  familyName: "Example",
  email: username,
  username,
  ...changes,
});
