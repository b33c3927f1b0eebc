// What every MyWorkpal call goes through first: a live token, a permission, a well-formed body.
import { QueryError } from "../odata/filter.js";
import { queryOptions } from "../http/target.js";

/** A refusal with a status; the guard writes it in the shape that is assumed. */
export class Refusal extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const ERROR_BODIES = {
  message: (text) => ({ message: text }),
  Message: (text) => ({ Message: text }),
  exceptionMessage: (text) => ({ exceptionMessage: text }),
  error: (text) => ({ error: text }),
};

const JSON_TYPE = "application/json; charset=utf-8";

/** @param {string} text  JSON, sent as it stands */
export const rawJson = (text) => new Response(text, { headers: { "content-type": JSON_TYPE } });

/**
 * @typedef {object} Call
 * @property {import("./state.js").MyWorkpalState} state
 * @property {import("./seed.js").Client} client
 * @property {(name: string) => string} param  a path segment, decoded
 * @property {string} target
 * @property {Record<string, any>} quirks
 * @property {import("../assumptions/book.js").Values} assumed
 * @property {any} body      parsed JSON of a POST
 * @property {string} rawBody
 *
 * @param {import("./state.js").MyWorkpalState} state
 * @param {import("./seed.js").Permission} permission
 * @param {(call: Call) => Response} handler
 * @returns {import("../http/routes.js").Handler}
 */
export function guarded(state, permission, handler) {
  return (c) => {
    const { target, body: rawBody, quirks, assumed } = c.env;
    try {
      const client = authenticate(state, c);
      if (client.permissions && !client.permissions.includes(permission)) {
        throw new Refusal(403, `The API client has no permission "${permission}".`);
      }
      const param = (name) => c.req.param(name);
      return handler({ state, client, param, target, quirks, assumed, body: readBody(c), rawBody });
    } catch (error) {
      if (error instanceof QueryError) return refuse(assumed, new Refusal(400, error.message));
      if (error instanceof Refusal) return refuse(assumed, error);
      throw error;
    }
  };
}

function authenticate(state, c) {
  const [, token] = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "") ?? [];
  if (c.env.quirks["expire-session"]) state.revoke(token);
  const grant = state.tokens.get(token);
  const client =
    grant && state.clock() < grant.expiresAt && state.clients.find((each) => each.clientId === grant.clientId);
  if (!client) throw new Refusal(401, "The access token is missing, invalid or expired.");
  return client;
}

function readBody(c) {
  const raw = c.env.body;
  if (c.req.method === "GET") {
    if (raw !== "") throw new Refusal(400, "A GET has no body.");
    return undefined;
  }
  if (!/^application\/json\s*(;\s*charset=utf-8\s*)?$/i.test(c.req.header("content-type") ?? "")) {
    throw new Refusal(415, "The body must be application/json.");
  }
  try {
    return JSON.parse(raw);
  } catch {
    throw new Refusal(400, "The body is not JSON.");
  }
}

/** For calls that take no query option. @param {string} target */
export function refuseQuery(target) {
  const [option] = queryOptions(target);
  if (option || target.includes("?"))
    throw new Refusal(400, `This call takes no query options, not even "${option?.[0] ?? "?"}".`);
}

function refuse(assumed, { status, message }) {
  const headers = status === 401 ? { "www-authenticate": 'Bearer error="invalid_token"' } : {};
  const shape = ERROR_BODIES[assumed["myworkpal.error-body"]];
  return shape
    ? new Response(JSON.stringify(shape(message)), { status, headers: { ...headers, "content-type": JSON_TYPE } })
    : new Response(message, { status, headers: { ...headers, "content-type": "text/plain; charset=utf-8" } });
}
