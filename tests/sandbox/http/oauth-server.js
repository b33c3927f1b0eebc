// An independent OAuth server as a token server: its modules need Node, so only `index.js` brings it in.
import OAuth2Server from "@node-oauth/oauth2-server";

const { OAuthError, Request, Response } = OAuth2Server;

/** @type {import("../workiva/platform/token.js").TokenServer} */
export async function oauthServer(form, model) {
  const server = new OAuth2Server({ model: asModel(model), accessTokenLifetime: model.seconds });
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    // The library takes a request for one without a body unless it has a length.
    "content-length": String(new URLSearchParams(form).toString().length),
  };
  const response = new Response();
  try {
    await server.token(new Request({ method: "POST", query: {}, headers, body: form }), response);
    // The library counts from the machine's clock; the lifetime is by the sandbox's.
    return { status: 200, body: { ...response.body, expires_in: model.seconds } };
  } catch (error) {
    if (!(error instanceof OAuthError) || error.code >= 500) throw error;
    return { status: error.code, body: { error: error.name, error_description: error.message } };
  }
}

/** @param {import("../workiva/platform/token.js").TokenModel} model */
const asModel = (model) => ({
  getClient: async (id, secret) => {
    const client = model.client(id, secret);
    return client && { ...client, id, grants: ["client_credentials"] };
  },
  getUserFromClient: async ({ id }) => ({ id }),
  validateScope: async (_user, client, asked) => {
    const scopes = model.grant(client, asked);
    return scopes.length > 0 && scopes;
  },
  generateAccessToken: async (client, _user, scopes) => model.issue(client, scopes),
  saveToken: async (token, client, user) => ({ ...token, client, user }),
});
