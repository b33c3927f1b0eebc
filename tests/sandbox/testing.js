// What the sandbox's own tests share: a running sandbox, a token, and bytes that fetch would tidy up.
import { connect } from "node:net";
import { createSandbox } from "./index.js";

export const CREATE = "/api/admin/users/create";
export const TENANTS = "/api/admin/tenant/list/get";
export const USERS = "/api/admin/users/list/get/all/companydoe";

/** A clock that only a test moves. */
export function manualClock(now = Date.UTC(2024, 0, 31, 12)) {
  const clock = () => now;
  clock.advance = (ms) => void (now += ms);
  return clock;
}

/** @param {import("node:test").TestContext} t */
export async function start(t, options) {
  const sandbox = createSandbox(options);
  const server = await sandbox.listen();
  t.after(() => server.close());
  const { url } = server;
  const { clients } = sandbox.myworkpal;
  const token = (n = 0) => getToken(url, clients[n]);
  /** A call with a fresh token; `get` and `post` are all the platform has. */
  const get = async (path, headers) =>
    fetch(url + path, { headers: { authorization: `Bearer ${await token()}`, ...headers } });
  const post = async (path, body, headers) =>
    fetch(url + path, {
      method: "POST",
      headers: { authorization: `Bearer ${await token()}`, "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return { sandbox, state: sandbox.myworkpal, url, token, get, post };
}

export const tokenForm = ({ clientId, clientSecret }, changes = {}) => {
  const form = {
    grant_type: "client_credentials",
    scope: "api",
    client_id: clientId,
    client_secret: clientSecret,
    ...changes,
  };
  return new URLSearchParams(Object.entries(form).filter(([, value]) => value !== undefined));
};

async function getToken(url, client) {
  const response = await fetch(`${url}/idp/connect/token`, { method: "POST", body: tokenForm(client) });
  return (await response.json()).access_token;
}

/** A listing's query, encoded as the standards sheet says. */
export const query = (filter, more = "&$top=1&$skip=0") =>
  `?$inlinecount=allpages&$filter=${encodeURIComponent(filter).replaceAll("'", "%27")}${more}`;

export const newUser = (emailAddress, changes = {}) => ({
  userAccount: { emailAddress, tenant: "companydoe" },
  personDetails: {},
  contactNumbers: [],
  addressDetails: {},
  employeeDetails: {},
  metaDataPersonal: { groups: [] },
  metaDataEmployee: { groups: [] },
  ...changes,
});

/** Sends bytes as they are and resolves with all that comes back. */
export function sendRaw(url, text) {
  const { port, hostname } = new URL(url);
  return new Promise((done, fail) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket
      .on("data", (chunk) => void (answer += chunk))
      .on("error", fail)
      .on("close", () => done(answer));
  });
}
