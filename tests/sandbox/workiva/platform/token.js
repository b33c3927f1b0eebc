// Workiva's token endpoint: client credentials as a form; the scope granted may be less than the one asked for [D].
import { json, Refusal } from "../../http/refusal.js";
import { readOptions, refuseForeignHeaders } from "../../http/strict.js";

const NEEDED = ["grant_type", "client_id", "client_secret"];

/**
 * What a token server asks of the stand-in.
 * @typedef {object} TokenModel
 * @property {(clientId: string, clientSecret: string) => import("../seed.js").Client | undefined} client
 * @property {(client: import("../seed.js").Client, asked: string[] | undefined) => string[]} grant  none: refused
 * @property {(client: import("../seed.js").Client, scopes: string[]) => string} issue
 * @property {number} seconds  a token's lifetime
 *
 * @typedef {(form: Record<string, string>, model: TokenModel) => Promise<{ status: number, body: Record<string, unknown> }>} TokenServer
 */

/**
 * @param {import("../state.js").WorkivaState} state
 * @param {TokenServer} [server]  an independent one where there is one (in Node); else the few lines below
 * @returns {import("../../http/routes.js").Handler}
 */
export const tokenRoute =
  (state, server = portableServer) =>
  async (c) => {
    const form = readForm(state, c);
    if (form instanceof Response) return form;
    const { "token-error": told } = c.env.quirks;
    if (told) return json({ error: told.error, error_description: "as the test told it" }, told.status ?? 400);
    const { status, body } = await server(form, modelOf(state));
    const invalidClient = Number(c.env.assumed["workiva.invalid-client-status"]);
    const refused = body.error === "invalid_client" ? invalidClient : status;
    return json(body, refused, { "cache-control": "no-store", pragma: "no-cache" });
  };

/** Stricter than RFC 6749: nothing but the form, and every parameter once. */
function readForm({ settings }, c) {
  const refuse = (why) => json({ error: "invalid_request", error_description: why }, 400);
  try {
    readOptions(c.env.target);
    refuseForeignHeaders(c, ["x-version"]);
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.message);
    throw error;
  }
  // The older version has this very path: the header may be there or not, but no other value.
  if (![undefined, settings.version].includes(c.req.header("x-version"))) return refuse("no such X-Version");
  if (!/^application\/x-www-form-urlencoded\s*(;\s*charset=utf-8\s*)?$/i.test(c.req.header("content-type") ?? "")) {
    return refuse("the body must be a form");
  }
  const pairs = [...new URLSearchParams(c.env.body)];
  const form = Object.fromEntries(pairs);
  const names = "scope" in form ? [...NEEDED, "scope"] : NEEDED;
  if (pairs.length !== names.length || !names.every((name) => form[name]))
    return refuse(`the form has ${names.join(", ")}, once each`);
  return form;
}

/** @returns {TokenModel} */
const modelOf = (state) => ({
  client: (id, secret) =>
    state.clients.find(({ clientId, clientSecret }) => clientId === id && clientSecret === secret),
  grant: ({ scopes }, asked = scopes) => asked.filter((scope) => scopes.includes(scope)),
  issue: ({ clientId }, scopes) => state.issue(clientId, scopes),
  seconds: state.settings.tokenSeconds,
});

/** RFC 6749 §4.4 for pages and Workers, where the independent server's Node modules are not to be had. @type {TokenServer} */
export async function portableServer({ grant_type, client_id, client_secret, scope }, model) {
  const refuse = (error) => ({ status: 400, body: { error, error_description: `The request is refused: ${error}.` } });
  const client = model.client(client_id, client_secret);
  if (!client) return refuse("invalid_client");
  if (grant_type !== "client_credentials") return refuse("unsupported_grant_type");
  const scopes = model.grant(client, scope?.trim().split(/\s+/));
  if (scopes.length === 0) return refuse("invalid_scope");
  const access_token = model.issue(client, scopes);
  return {
    status: 200,
    body: { access_token, token_type: "Bearer", expires_in: model.seconds, scope: scopes.join(" ") },
  };
}
