// What the tests of the SCIM service provider share: a sandbox without a connection, and calls of it.
import { createSandbox } from "../index.js";
import { BASE } from "./index.js";

export const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
export const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";

/** @param {import("../sandbox.js").SandboxOptions & { seed?: object }} [options]  the seed is the provider's own */
export function start({ seed, ...options } = {}) {
  const sandbox = createSandbox({ platforms: ["scim"], seed: { scim: seed }, ...options });
  const state = sandbox.scim;
  const send = (method, path, body, headers) =>
    sandbox.fetch(`https://provider.test${BASE}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/scim+json" }), ...headers },
      body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
    });
  const call = (method, path, body, headers) =>
    send(method, path, body, { authorization: `Bearer ${state.settings.bearerToken}`, ...headers });
  const get = async (path) => (await call("GET", path)).json();
  const find = async (kind, filter) => (await get(`/${kind}?filter=${encodeURIComponent(filter)}`)).Resources ?? [];
  return { sandbox, state, send, call, get, find };
}

export const newUser = (userName, changes = {}) => ({
  schemas: [USER],
  userName,
  name: { givenName: "Ann", familyName: "Example" },
  emails: [{ value: userName, type: "work", primary: true }],
  active: true,
  ...changes,
});

export const patch = (...Operations) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  Operations,
});
