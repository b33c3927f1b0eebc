// What the tests of WorkSpan's stand-in share: a running sandbox, a token, and calls with it.
import { createSandbox } from "../index.js";
import { ENTERPRISE, USER } from "./user.js";

export const TOKEN = "/oauth/token";
export const REPORTS = "/report/v1/list";
export const USERS = "/api/scim/v2/Users";

/** @param {import("node:test").TestContext} t */
export async function start(t, { seed, ...options } = {}) {
  const sandbox = createSandbox({ platforms: ["workspan"], seed: { workspan: seed }, ...options });
  const { url, close } = await sandbox.listen();
  t.after(close);
  const state = sandbox.workspan;
  const post = (path, body, headers) =>
    fetch(url + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const token = async (n = 0) =>
    (await (await post(TOKEN, credentials(state.clients[n]), environment(n))).json()).access_token;
  const environment = (n) => {
    const name = state.clients[n].environment;
    return name ? { "x-ws-env": name } : {};
  };
  /** A call with a fresh token of a client. */
  const call = async (method, path, body, headers, n = 0) =>
    fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${await token(n)}`,
        ...environment(n),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
    });
  return { sandbox, state, url, post, token, call };
}

export const credentials = ({ clientId, clientSecret }, changes = {}) => ({
  grant_type: "client_credentials",
  client_id: clientId,
  client_secret: clientSecret,
  ...changes,
});

export const byUserName = (userName, more = "&startIndex=1&count=2") =>
  `${USERS}?filter=${encodeURIComponent(`userName eq ${JSON.stringify(userName)}`)}${more}`;

export const newUser = (email, changes = {}) => ({
  schemas: [USER, ENTERPRISE],
  userName: email,
  name: { givenName: "Ann", familyName: "Example" },
  emails: [{ primary: true, value: email, type: "work" }],
  active: true,
  [ENTERPRISE]: { department: "Sales" },
  ...changes,
});
