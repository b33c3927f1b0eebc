// What every WorkSpan call goes through first: the gateway, a live token, the environment, an access type.
import { json, Refusal } from "../http/refusal.js";
import { refuseForeignHeaders, refuseOtherAccept } from "../http/strict.js";

const SCIM_ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";
const HEADERS = ["authorization", "x-ws-env", "ocp-apim-subscription-key"];

/**
 * @typedef {object} Call
 * @property {import("hono").Context} c
 * @property {import("./state.js").WorkSpanState} state
 * @property {string} target
 * @property {Record<string, any>} quirks
 * @property {import("../assumptions/book.js").Values} assumed
 * @property {string} origin  where the request was sent, for locations
 *
 * @param {import("./state.js").WorkSpanState} state
 * @param {(call: Call) => Response} handler
 * @returns {import("../http/routes.js").Handler}
 */
export const behindGateway = (state, handler) => (c) => {
  const { target, quirks, assumed } = c.env;
  try {
    refuseAtGateway(state, c, quirks);
    refuseForeignHeaders(c, HEADERS);
    refuseOtherAccept(c);
    return handler({ c, state, target, quirks, assumed, origin: new URL(c.req.url).origin });
  } catch (error) {
    if (error instanceof Refusal) return refuse(assumed, error);
    throw error;
  }
};

/**
 * @param {import("./state.js").WorkSpanState} state
 * @param {import("./seed.js").Right} right
 * @param {(call: Call) => Response} handler
 */
export const withToken = (state, right, handler) =>
  behindGateway(state, (call) => {
    const client = authenticate(call);
    if (!state.settings.accessTypes[client.accessType]?.includes(right)) {
      throw new Refusal(403, `The access type "${client.accessType}" does not allow this.`);
    }
    return handler(call);
  });

/** The token of a request, or undefined. @param {import("hono").Context} c */
export const bearer = (c) => /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1];

/** The header is asked for on every request to an environment [D], and has no place in production, but for the name that a public client sends [C]. */
export function rightEnvironment(client, c) {
  const given = c.req.header("x-ws-env");
  if (client.environment !== undefined || given === undefined) return given === client.environment;
  return given === "app.workspan.com" && c.env.assumed["workspan.environment-in-production"] === "accepted";
}

function authenticate({ c, state, quirks }) {
  const token = bearer(c);
  if (quirks["expire-session"]) state.revoke(token);
  const grant = state.tokens.get(token);
  const client =
    grant && state.clock() < grant.expiresAt && state.clients.find((each) => each.clientId === grant.clientId);
  if (!client) throw atGateway(401, "Unauthorized. Access token is missing or invalid.");
  if (!rightEnvironment(client, c)) throw atGateway(401, "Unauthorized. x-ws-env does not fit the access token.");
  return client;
}

function refuseAtGateway({ settings }, c, quirks) {
  const limit = quirks["gateway-rate-limit"];
  if (limit) {
    const { seconds = 1 } = limit;
    throw atGateway(429, `Rate limit is exceeded. Try again in ${seconds} seconds.`, {
      "retry-after": String(seconds),
    });
  }
  const key = c.req.header("ocp-apim-subscription-key");
  if (settings.subscriptionKey === null || key === settings.subscriptionKey) return;
  throw atGateway(401, `Access denied due to ${key === undefined ? "missing" : "invalid"} subscription key.`);
}

const atGateway = (status, message, headers = {}) => new Refusal(status, message, { headers, shape: "gateway" });

/** 401 and 429 are the gateway's [D], the token's 400 is published [D]; the rest is as assumed. */
function refuse(assumed, { status, message, headers, facts }) {
  switch (facts.shape ?? assumed["workspan.error-body"]) {
    case "token":
      return json({ error: "invalid_request" }, status, headers);
    case "gateway":
      return json({ statusCode: status, message }, status, headers);
    case "scim": {
      const { scimType } = facts;
      return json({ schemas: [SCIM_ERROR], status: String(status), scimType, detail: message }, status, headers);
    }
    case "text":
      return new Response(message, { status, headers: { ...headers, "content-type": "text/plain; charset=utf-8" } });
    default:
      return new Response(null, { status, headers });
  }
}
