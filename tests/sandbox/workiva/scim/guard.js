// What every SCIM call goes through: the bearer token or Basic, the media type, and errors as the library writes them.
import { isAuthorized } from "../../http/authorization.js";
import { Refusal } from "../../http/refusal.js";
import SCIMMY from "../../http/scim-library.js";
import { readOptions, refuseBody, refuseForeignHeaders, refuseOtherAccept } from "../../http/strict.js";

export const SCIM_TYPES = ["application/scim+json"];
const CONTENT = { "content-type": "application/scim+json; charset=utf-8" };

/**
 * @typedef {object} Call
 * @property {import("hono").Context} c
 * @property {import("../state.js").WorkivaState} state
 * @property {(ms: number) => Promise<void>} sleep
 * @property {string} target
 * @property {Record<string, any>} options  query options, checked
 * @property {Record<string, any>} quirks
 * @property {import("../../assumptions/book.js").Values} assumed
 * @property {string} origin
 *
 * @param {import("../state.js").WorkivaState} state
 * @param {(ms: number) => Promise<void>} sleep
 * @param {import("../../http/scim-library.js").ScimCall["scim"]} handlers  what the library does with the state
 * @param {(call: Call) => Promise<Response>} handler
 * @param {Record<string, import("zod").ZodType>} [known]  query options
 * @returns {import("../../http/routes.js").Handler}
 */
export const scimCall = (state, sleep, handlers, handler, known) => async (c) => {
  const { target, quirks, assumed } = c.env;
  try {
    refuseForeignHeaders(c, ["authorization"]);
    refuseOtherAccept(c, SCIM_TYPES);
    const { scimToken: bearerToken, scimBasic: basic } = state.settings;
    if (!isAuthorized(c.req.header("authorization"), { bearerToken, basic }))
      throw new Refusal(401, "The bearer token, or user and password, are not right.");
    const options = readOptions(target, known);
    if (c.req.method === "GET") refuseBody(c);
    const { origin } = new URL(c.req.url);
    return await handler({ c, state, sleep, target, options, quirks, assumed, origin, scim: handlers });
  } catch (error) {
    if (error instanceof Refusal) return refuse(error);
    if (error instanceof SCIMMY.Types.Error) return scimJson(new SCIMMY.Messages.Error(error), error.status);
    throw error;
  }
};

/** @param {unknown} body @param {number} [status] @param {Record<string, string>} [headers] */
export const scimJson = (body, status = 200, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { ...CONTENT, ...headers } });

/** In the library's shape, which does not know every status. */
const refuse = ({ status, message, facts: { scimType } }) =>
  scimJson({ schemas: [SCIMMY.Messages.Error.id], status: String(status), scimType, detail: message }, status);

/** A resource as the library made it, with the location that it has on this host. */
export function located(resource, base, origin) {
  const location = `${origin}${base}/${encodeURIComponent(resource.id)}`;
  return { ...resource, meta: { ...resource.meta, location } };
}
