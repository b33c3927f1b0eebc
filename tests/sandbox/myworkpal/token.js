// MyWorkpal's token endpoint: client credentials, sent as a form (RFC 6749 §4.4, §2.3.1).

const FIELDS = ["grant_type", "scope", "client_id", "client_secret"];

/**
 * @param {import("./state.js").MyWorkpalState} state
 * @returns {import("../http/routes.js").Handler}
 */
export const issueToken = (state) => (c) => {
  const refuse = (error, description) => refusal(error, description, c.env.assumed);
  const told = c.env.quirks["token-error"];
  if (told) return tokenAnswer({ error: told.error, error_description: "as the test told it" }, told.status ?? 400);
  if (c.req.header("authorization")) return refuse("invalid_request", "credentials belong in the body");
  if (c.env.target.includes("?")) return refuse("invalid_request", "the token endpoint takes no query");
  if (!/^application\/x-www-form-urlencoded\s*(;\s*charset=utf-8\s*)?$/i.test(c.req.header("content-type") ?? "")) {
    return refuse("invalid_request", "the body must be a form");
  }
  const pairs = [...new URLSearchParams(c.env.body)];
  const form = Object.fromEntries(pairs);
  if (pairs.length !== FIELDS.length || !FIELDS.every((field) => form[field])) {
    return refuse("invalid_request", `the form has exactly ${FIELDS.join(", ")}, once each`);
  }
  if (form.grant_type !== "client_credentials") return refuse("unsupported_grant_type", "only client_credentials");
  const client = state.clients.find(
    ({ clientId, clientSecret }) => clientId === form.client_id && clientSecret === form.client_secret,
  );
  if (!client) return refuse("invalid_client", "unknown client or wrong secret");
  if (form.scope !== "api") return refuse("invalid_scope", "the only scope is api");
  return tokenAnswer(
    { access_token: state.issue(client.clientId), expires_in: state.settings.tokenSeconds, token_type: "Bearer" },
    200,
  );
};

/** 400, and 401 for a wrong secret (RFC 6749 §5.2); or either for all [A]. */
function refusal(error, error_description, assumed) {
  const status = assumed["myworkpal.token-error-status"];
  const asInRfc = error === "invalid_client" ? 401 : 400;
  return tokenAnswer({ error, error_description }, status === "as-rfc6749" ? asInRfc : Number(status));
}

const tokenAnswer = (body, status) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", pragma: "no-cache" },
  });
