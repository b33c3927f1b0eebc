// WorkSpan's stand-in: tokens, environments, the gateway, and the smoke read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "../testing.js";
import { credentials, REPORTS, start, TOKEN, USERS } from "./testing.js";

test("a right JSON body gets a new token each time", async (t) => {
  const { state, post } = await start(t);
  const answers = [];
  for (const _ of [1, 2]) {
    const response = await post(TOKEN, credentials(state.clients[0]));
    assert.equal(response.status, 200);
    answers.push(await response.json());
  }
  assert.deepEqual(Object.keys(answers[0]), ["access_token", "token_type", "expires_in", "refresh_token"]);
  assert.deepEqual([answers[0].token_type, answers[0].expires_in], ["Bearer", 863_999]);
  assert.notEqual(answers[0].access_token, answers[1].access_token);
  assert.match(answers[0].access_token + answers[0].refresh_token, /CANARY-.*CANARY-/);
});

test("anything else is one and the same 400", async (t) => {
  const { state, post, url } = await start(t);
  const [client, uat] = state.clients;
  const form = new URLSearchParams(credentials(client)).toString();
  const table = [
    [credentials(client, { client_secret: "wrong" })],
    [credentials(client, { client_id: ` ${client.clientId}` })],
    [credentials(client, { grant_type: "refresh_token" })],
    [credentials(client, { scope: "api" })],
    [credentials(client, { client_secret: undefined })],
    [credentials(client, { client_secret: 1 })],
    [form, { "content-type": "application/x-www-form-urlencoded" }],
    [credentials(client), { "content-type": "text/plain" }],
    [credentials(client), { authorization: `Basic ${btoa("a:b")}` }],
    [credentials(client), { "x-ws-env": "uat.workspan.com" }],
    [credentials(uat)],
    [credentials(uat), { "x-ws-env": "demo.workspan.com" }],
    ["{"],
    ["[]"],
  ];
  for (const [body, headers] of table) {
    const response = await post(TOKEN, body, headers);
    assert.deepEqual(
      [response.status, await response.json()],
      [400, { error: "invalid_request" }],
      JSON.stringify([body, headers]),
    );
  }
  assert.equal((await post(`${TOKEN}?x=1`, credentials(client))).status, 400);
  assert.equal((await fetch(url + TOKEN)).status, 405);
  assert.equal((await post(TOKEN, credentials(uat), { "x-ws-env": uat.environment })).status, 200);
  assert.equal(
    (await post(TOKEN, credentials(client), { "content-type": "application/json; charset=utf-8" })).status,
    200,
  );
});

test("a secret that was reset is dead, the id stays", async (t) => {
  const { state, post } = await start(t);
  const old = credentials(state.clients[0]);
  state.resetSecret(old.client_id, "fresh");
  assert.equal((await post(TOKEN, old)).status, 400);
  assert.equal((await post(TOKEN, { ...old, client_secret: "fresh" })).status, 200);
  state.reset();
  assert.equal((await post(TOKEN, old)).status, 200);
});

test("every call needs a live token, sent as Bearer, and its environment", async (t) => {
  const clock = manualClock();
  const { state, url, token } = await start(t, { clock, seed: { settings: { tokenSeconds: 60 } } });
  const [live, uat] = [await token(), await token(1)];
  const status = async (headers, path = REPORTS) => (await fetch(url + path, { headers })).status;
  const as = (value, environment) => ({ authorization: value, ...(environment ? { "x-ws-env": environment } : {}) });
  assert.equal(await status(as(`Bearer ${live}`)), 200);
  for (const bad of [
    {},
    as("Bearer x"),
    as(live),
    as(`Basic ${live}`),
    as(`Bearer ${live} x`),
    as(`Bearer ${live}`, "uat.workspan.com"),
  ]) {
    assert.equal(await status(bad), 401, JSON.stringify(bad));
  }
  for (const path of [REPORTS, USERS, `${USERS}/x`]) assert.equal(await status(as(`Bearer ${uat}`), path), 401, path);
  assert.equal(await status(as(`Bearer ${uat}`, "uat.workspan.com")), 200);
  clock.advance(59_999);
  assert.equal(await status(as(`Bearer ${live}`)), 200);
  clock.advance(1);
  assert.equal(await status(as(`Bearer ${live}`)), 401);
  state.revoke();
  assert.equal(state.tokens.size, 0);
});

test("401 has the gateway's body; so have its key and its limit", async (t) => {
  const { sandbox, state, url, call, post } = await start(t);
  const unauthorized = await fetch(url + REPORTS);
  assert.equal((await unauthorized.json()).statusCode, 401);
  sandbox.faults.add({ match: { path: REPORTS }, fault: { kind: "gateway-rate-limit", seconds: 7 } });
  const limited = await call("GET", REPORTS);
  assert.deepEqual([limited.status, limited.headers.get("retry-after")], [429, "7"]);
  assert.deepEqual(await limited.json(), {
    statusCode: 429,
    message: "Rate limit is exceeded. Try again in 7 seconds.",
  });
  state.settings.subscriptionKey = "CANARY-key";
  const key = { "ocp-apim-subscription-key": "CANARY-key" };
  for (const headers of [{}, { "ocp-apim-subscription-key": "wrong" }]) {
    const refused = await post(TOKEN, credentials(state.clients[0]), headers);
    assert.equal(refused.status, 401);
    assert.match((await refused.json()).message, /subscription key/);
  }
  const { access_token } = await (await post(TOKEN, credentials(state.clients[0]), key)).json();
  const authorization = `Bearer ${access_token}`;
  assert.equal((await fetch(url + REPORTS, { headers: { authorization } })).status, 401);
  assert.equal((await fetch(url + REPORTS, { headers: { authorization, ...key } })).status, 200);
});

test("the smoke read tells a wrong access type from a wrong token", async (t) => {
  const { state, call } = await start(t);
  const statuses = [];
  for (const n of state.clients.keys()) statuses.push((await call("GET", REPORTS, undefined, {}, n)).status);
  assert.deepEqual(statuses, [200, 200, 200, 200, 403, 200]);
  assert.equal((await call("GET", `${REPORTS}?x=1`)).status, 400);
  assert.equal((await call("POST", REPORTS, {})).status, 405);
});

test("a token can be ended once", async (t) => {
  const { url, token } = await start(t);
  const [live, uat] = [await token(), await token(1)];
  const end = (bearer, headers, body) =>
    fetch(url + TOKEN, { method: "DELETE", headers: { authorization: `Bearer ${bearer}`, ...headers }, body });
  assert.equal((await end(live, { "content-type": "application/json" }, "{}")).status, 400);
  const ended = await end(live);
  assert.deepEqual([ended.status, await ended.text()], [200, ""]);
  assert.equal((await end(live)).status, 403);
  assert.equal((await fetch(url + TOKEN, { method: "DELETE" })).status, 403);
  assert.equal((await fetch(url + REPORTS, { headers: { authorization: `Bearer ${live}` } })).status, 401);
  assert.equal((await end(uat)).status, 403);
  assert.equal((await end(uat, { "x-ws-env": "uat.workspan.com" })).status, 200);
});

test("headers of another platform, and answers of another type, are refused", async (t) => {
  const { call } = await start(t);
  for (const headers of [{ "x-version": "2026-01-01" }, { cookie: "hazelcast.sessionId=1" }]) {
    assert.equal((await call("GET", REPORTS, undefined, headers)).status, 400, JSON.stringify(headers));
  }
  assert.equal((await call("GET", REPORTS, undefined, { accept: "text/html" })).status, 406);
  for (const accept of ["application/json", "application/json, text/plain", "*/*"]) {
    assert.equal((await call("GET", REPORTS, undefined, { accept })).status, 200);
  }
});

test("an expired session is refused once, for the token it carried", async (t) => {
  const { sandbox, url, token } = await start(t);
  sandbox.faults.add({ match: { path: REPORTS }, fault: { kind: "expire-session" } });
  const status = async (bearer) =>
    (await fetch(url + REPORTS, { headers: { authorization: `Bearer ${bearer}` } })).status;
  const old = await token();
  assert.deepEqual([await status(old), await status(old), await status(await token())], [401, 401, 200]);
});
