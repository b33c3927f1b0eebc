// Any SCIM 2.0 service provider, by a library and its routers: only who may come in, and what is switched, is decided here.
import { isAuthorized } from "../http/authorization.js";
import { Refusal } from "../http/refusal.js";
import { refuseForeignHeaders, refuseOtherAccept } from "../http/strict.js";
import { bent, refuseSwitchedOff } from "./switches.js";
import { handlers } from "./resources.js";
import { ScimState } from "./state.js";

export { assumptions } from "./assumptions.js";
export { quirks } from "./quirks.js";

export const BASE = "/service-provider/v2";
export const TITLE = "SCIM service provider";
const TYPES = ["application/scim+json", "application/json"];
const ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

/** @param {{ clock: () => number, seed?: Partial<import("./seed.js").Seed> }} options */
export function create({ clock, seed }) {
  const state = new ScimState(clock, seed);
  // Loaded at the first request: most sandboxes never get one.
  let server;
  const answer = async (c) => {
    const { target, body, quirks, assumed } = c.env;
    try {
      refuseForeignHeaders(c, ["authorization"]);
      refuseOtherAccept(c, TYPES);
      authenticate(state, c);
      refuseSwitchedOff(c.req.method, c.req.path.slice(BASE.length), target, assumed);
      server ??= import("./server.js").then(({ scimServer }) => scimServer(BASE));
      const request = { method: c.req.method, target, headers: c.req.raw.headers, body };
      const call = { state, quirks, origin: new URL(c.req.url).origin, matches: () => true, scim: handlers };
      return await bent(await (await server)(request, call), c.req.method, assumed);
    } catch (error) {
      if (error instanceof Refusal) return refuse(error);
      throw error;
    }
  };
  return { state, calls: calls(answer) };
}

/** @returns {import("../http/routes.js").Calls} */
const calls = (answer) => ({
  readServiceProviderConfig: [`GET ${BASE}/ServiceProviderConfig`, answer],
  listSchemas: [`GET ${BASE}/Schemas`, answer],
  readSchema: [`GET ${BASE}/Schemas/:id`, answer],
  listResourceTypes: [`GET ${BASE}/ResourceTypes`, answer],
  readResourceType: [`GET ${BASE}/ResourceTypes/:id`, answer],
  ...ofKind("User", "Users", answer),
  ...ofKind("Group", "Groups", answer),
});

const ofKind = (kind, path, answer) => ({
  [`list${kind}s`]: [`GET ${BASE}/${path}`, answer],
  [`search${kind}s`]: [`POST ${BASE}/${path}/.search`, answer],
  [`create${kind}`]: [`POST ${BASE}/${path}`, answer],
  [`read${kind}`]: [`GET ${BASE}/${path}/:id`, answer],
  [`replace${kind}`]: [`PUT ${BASE}/${path}/:id`, answer],
  [`change${kind}`]: [`PATCH ${BASE}/${path}/:id`, answer],
  [`delete${kind}`]: [`DELETE ${BASE}/${path}/:id`, answer],
});

function authenticate({ settings }, c) {
  if (settings.isOpen || isAuthorized(c.req.header("authorization"), settings)) return;
  const headers = { "www-authenticate": 'Bearer, Basic realm="SCIM", charset="UTF-8"' };
  throw new Refusal(401, "The bearer token, or user and password, are not right.", { headers });
}

function refuse({ status, message, headers, facts: { scimType } }) {
  const body = JSON.stringify({ schemas: [ERROR], status: String(status), scimType, detail: message });
  return new Response(body, { status, headers: { ...headers, "content-type": "application/scim+json" } });
}

/** What somebody needs to use it, as `main.mjs` prints it. @param {ScimState} state @param {string} url */
export const facts = (state, url) => ({
  baseUrl: url + BASE,
  credentials: [{ bearerToken: state.settings.bearerToken }, { basic: state.settings.basic }],
  users: state.users.map(({ id, userName, active }) => ({ id, userName, active })),
  groups: state.groups.map(({ id, displayName }) => ({ id, displayName })),
});
