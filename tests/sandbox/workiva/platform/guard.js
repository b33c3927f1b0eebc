// What every call of the platform route goes through: the version, a live token, its scope, the organization.
import { json, Refusal } from "../../http/refusal.js";
import { refuseBody, refuseForeignHeaders, refuseOtherAccept } from "../../http/strict.js";
import { QueryError } from "../../odata/filter.js";

const TEN_MEBIBYTES = 10 * 1024 * 1024;

const NAMES = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  406: "NotAcceptable",
  409: "Conflict",
  413: "PayloadTooLarge",
  415: "UnsupportedMediaType",
  429: "TooManyRequests",
};

/**
 * @typedef {object} Call
 * @property {import("hono").Context} c
 * @property {import("../state.js").WorkivaState} state
 * @property {string} target
 * @property {Record<string, any>} quirks
 * @property {import("../../assumptions/book.js").Values} assumed
 * @property {any} [user]        the one the path names
 * @property {any} [workspace]   likewise
 * @property {any} [membership]  likewise
 * @property {any} [group]       likewise
 *
 * @param {import("../state.js").WorkivaState} state
 * @param {import("../seed.js").Scope} scope
 * @param {(call: Call) => Response} handler
 * @returns {import("../../http/routes.js").Handler}
 */
export const platformCall = (state, scope, handler) => (c) => {
  const { target, quirks, assumed } = c.env;
  try {
    refuseOtherVersion(state, c);
    refuseForeignHeaders(c, ["authorization", "x-version"]);
    refuseOtherAccept(c);
    authenticate(state, c, scope);
    if (new TextEncoder().encode(c.env.body).length > TEN_MEBIBYTES)
      throw new Refusal(413, "The payload is larger than 10 MiB.");
    if (c.req.method === "GET" || c.req.method === "DELETE") refuseBody(c);
    return handler({ c, state, target, quirks, assumed, ...named(state, c) });
  } catch (error) {
    if (error instanceof QueryError) return refuse(state, new Refusal(400, error.message, { target: "$filter" }));
    if (error instanceof Refusal) return refuse(state, error);
    throw error;
  }
};

/** Without the header requests fall to 2022-01-01, whose paths differ [D]. */
function refuseOtherVersion({ settings }, c) {
  const version = c.req.header("x-version");
  if (version === undefined) throw new Refusal(404, "There is no such path in version 2022-01-01.");
  if (version !== settings.version) throw new Refusal(400, "There is no such version.", { target: "X-Version" });
}

function authenticate(state, c, scope) {
  const [, token] = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "") ?? [];
  if (c.env.quirks["expire-session"]) state.revoke(token);
  const grant = state.tokens.get(token);
  if (!grant || state.clock() >= grant.expiresAt) {
    throw new Refusal(401, "The access token is missing, invalid or expired.", {
      headers: { "www-authenticate": 'Bearer error="invalid_token"' },
    });
  }
  if (!grant.scopes.includes(scope)) throw new Refusal(403, `The access token lacks the scope ${scope}.`);
}

/** What the path names, each of which has to exist and to belong to the one before. */
function named(state, c) {
  const missing = (what) => {
    throw new Refusal(404, `There is no such ${what}.`, { target: what });
  };
  const { org, user: userId, workspace: workspaceId, membership: membershipId, group: groupId } = c.req.param();
  if (org !== undefined && org !== state.settings.organization) missing("organization");
  const found = {};
  if (userId !== undefined) found.user = state.user(userId) ?? missing("user");
  if (workspaceId !== undefined) found.workspace = state.workspace(workspaceId) ?? missing("workspace");
  const here = (list, id) => list.find((each) => each.id === id && each.workspaceId === workspaceId);
  if (membershipId !== undefined) found.membership = here(state.memberships, membershipId) ?? missing("membership");
  if (groupId !== undefined) found.group = here(state.groups, groupId) ?? missing("group");
  return found;
}

/** @param {import("../state.js").WorkivaState} state @param {Refusal} refusal */
function refuse({ settings: { version } }, { status, message, headers, facts: { target = null, details = [] } }) {
  const code = `${status}${NAMES[status]}`;
  return json(
    { code, message, target, details, documentationUrl: "https://developers.links.invalid", version },
    status,
    headers,
  );
}
