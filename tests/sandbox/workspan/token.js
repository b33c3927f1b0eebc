// WorkSpan's token endpoint: client credentials as JSON [S], and the end of a token [D].
import { z } from "zod";
import { json, Refusal } from "../http/refusal.js";
import { readBody, readOptions, refuseBody } from "../http/strict.js";
import { bearer, rightEnvironment } from "./guard.js";

const BODY = z.strictObject({
  grant_type: z.literal("client_credentials"),
  client_id: z.string(),
  client_secret: z.string(),
});

/** Every refusal looks the same [D]. */
const invalidRequest = (why) => new Refusal(400, why, { shape: "token" });

/** @param {import("./guard.js").Call} call */
export function issueToken({ c, state, target }) {
  const body = readCredentials(c, target);
  const client = state.clients.find(
    ({ clientId, clientSecret }) => clientId === body.client_id && clientSecret === body.client_secret,
  );
  if (!client) throw invalidRequest("unknown Application User, or not its secret");
  if (!rightEnvironment(client, c)) throw invalidRequest("not the Application User's environment");
  return json(
    {
      access_token: state.issue(client.clientId),
      token_type: "Bearer",
      expires_in: state.settings.tokenSeconds,
      // Both expire together in the source's sample [S]; there is no documented use for it.
      refresh_token: `CANARY-refresh-${crypto.randomUUID()}`,
    },
    200,
    { "cache-control": "no-store" },
  );
}

/** A form, further keys and credentials in a header are refused like a wrong secret. */
function readCredentials(c, target) {
  try {
    readOptions(target);
    if (c.req.header("authorization")) throw invalidRequest("credentials belong in the body");
    return readBody(c, BODY);
  } catch (error) {
    throw error instanceof Refusal ? invalidRequest(error.message) : error;
  }
}

/** 200 and nothing else, or 403 when it is invalid already [D]. @param {import("./guard.js").Call} call */
export function invalidateToken({ c, state, target }) {
  readOptions(target);
  refuseBody(c);
  const token = bearer(c);
  const client = state.clients.find(({ clientId }) => clientId === state.tokens.get(token)?.clientId);
  if (!client || !rightEnvironment(client, c) || !state.revoke(token)) {
    throw new Refusal(403, "The access token is already invalid.", { shape: "gateway" });
  }
  return new Response(null);
}
