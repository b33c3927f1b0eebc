// What the tests of Workforce Optimization's stand-in share: a running sandbox, a session, and calls with it.
import { createSandbox } from "../index.js";

export const AUTHORIZE = "/api/rest/authorize";
export const COMMON = "/api/rest/org/common";
export const PEOPLE = `${COMMON}/person/permission/ViewOrg`;
export const PERSON = `${COMMON}/person`;
export const ADMIN = "provisor.admin@wfo.example";

/** @param {import("node:test").TestContext} t */
export async function start(t, { seed, ...options } = {}) {
  const sandbox = createSandbox({
    platforms: ["workforce-optimization"],
    seed: { "workforce-optimization": seed },
    ...options,
  });
  const { url, close } = await sandbox.listen();
  t.after(close);
  const state = sandbox["workforce-optimization"];
  const send = (method, path, body, headers) =>
    fetch(url + path, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
    });
  const logIn = (userId, password = state.passwords.get(state.peopleOf(userId)[0]?.id), more = {}) =>
    send("POST", AUTHORIZE, { userId, password, language: "en", ...more });
  const cookie = async (userId = ADMIN) => cookieOf((await (await logIn(userId)).json()).sessionId);
  /** A call with a session of its own. */
  const call = async (method, path, body, headers) => send(method, path, body, { ...(await cookie()), ...headers });
  const get = async (path) => (await call("GET", path)).json();
  return { sandbox, state, url, send, logIn, cookie, call, get };
}

export const cookieOf = (sessionId) => ({ cookie: `hazelcast.sessionId=${sessionId}` });

export const newPerson = (email, changes = {}) => ({
  firstName: "API",
  lastName: "User",
  email,
  groupId: 100,
  ...changes,
});
