// MyWorkpal's stand-in: the token endpoint and what a token is good for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock, start, TENANTS, tokenForm } from "../testing.js";

const post = (url, body, headers) => fetch(`${url}/idp/connect/token`, { method: "POST", body, headers });

test("a right form gets a new token each time", async (t) => {
  const { state, url } = await start(t);
  const answers = [];
  for (const _ of [1, 2]) {
    const response = await post(url, tokenForm(state.clients[0]));
    assert.equal(response.status, 200);
    answers.push(await response.json());
  }
  assert.deepEqual(Object.keys(answers[0]), ["access_token", "expires_in", "token_type"]);
  assert.notEqual(answers[0].access_token, answers[1].access_token);
});

test("anything else is an RFC 6749 error", async (t) => {
  const { state, url } = await start(t);
  const [client] = state.clients;
  const basic = { authorization: `Basic ${btoa("a:b")}` };
  const table = [
    ["invalid_client", 401, tokenForm(client, { client_secret: "wrong" })],
    ["invalid_client", 401, tokenForm(client, { client_id: "wrong" })],
    ["invalid_scope", 400, tokenForm(client, { scope: "admin" })],
    ["unsupported_grant_type", 400, tokenForm(client, { grant_type: "password" })],
    ["invalid_request", 400, tokenForm(client, { scope: undefined })],
    ["invalid_request", 400, tokenForm(client, { extra: "1" })],
    ["invalid_request", 400, new URLSearchParams(`${tokenForm(client)}&scope=api`)],
    ["invalid_request", 400, tokenForm(client), basic],
    [
      "invalid_request",
      400,
      JSON.stringify(Object.fromEntries(tokenForm(client))),
      { "content-type": "application/json" },
    ],
  ];
  for (const [error, status, body, headers] of table) {
    const response = await post(url, body, headers);
    assert.deepEqual([(await response.json()).error, response.status], [error, status], String(body));
  }
  const inQuery = await fetch(`${url}/idp/connect/token?${tokenForm(client)}`, {
    method: "POST",
    body: tokenForm(client),
  });
  assert.equal(inQuery.status, 400);
  assert.equal((await fetch(`${url}/idp/connect/token`)).status, 405);
  // A secret that is not form-encoded is another secret.
  const raw = `grant_type=client_credentials&scope=api&client_id=${client.clientId}&client_secret=${client.clientSecret}`;
  assert.notEqual((await post(url, raw, { "content-type": "application/x-www-form-urlencoded" })).status, 200);
});

test("token errors are 400 and 401, or one of them, or those that a test tells", async (t) => {
  const { sandbox, state, url } = await start(t);
  const statuses = async () => [
    (await post(url, tokenForm(state.clients[0], { client_secret: "x" }))).status,
    (await post(url, tokenForm(state.clients[0], { scope: "x" }))).status,
  ];
  const seen = [];
  for (const value of ["as-rfc6749", "400", "401"]) {
    sandbox.assumptions.set({ "myworkpal.token-error-status": value });
    seen.push(await statuses());
  }
  assert.deepEqual(seen, [
    [401, 400],
    [400, 400],
    [401, 401],
  ]);
  const fault = { kind: "token-error", error: "temporarily_unavailable", status: 503 };
  sandbox.faults.add({ match: { call: "myworkpal.requestToken" }, fault });
  const response = await post(url, tokenForm(state.clients[0]));
  assert.deepEqual([response.status, (await response.json()).error], [503, "temporarily_unavailable"]);
  assert.equal((await post(url, tokenForm(state.clients[0]))).status, 200);
});

test("a call needs a token that is known, not expired, not revoked, and sent as Bearer", async (t) => {
  const clock = manualClock();
  const { state, url, token } = await start(t, { clock });
  const status = async (authorization) =>
    (await fetch(url + TENANTS, { headers: authorization ? { authorization } : {} })).status;
  const live = await token();
  assert.equal(await status(`Bearer ${live}`), 200);
  for (const bad of [undefined, "Bearer x", live, `Basic ${live}`, `Bearer  ${live}`, `Bearer ${live} x`]) {
    assert.equal(await status(bad), 401, String(bad));
  }
  clock.advance(3_599_999);
  assert.equal(await status(`Bearer ${live}`), 200);
  clock.advance(1);
  assert.equal(await status(`Bearer ${live}`), 401);
  const second = await token();
  state.revoke(second);
  assert.equal(await status(`Bearer ${second}`), 401);
});

test("a client without the permission gets 403, before anything is read", async (t) => {
  const { url, token } = await start(t);
  const as = async (n, path, init) => {
    const headers = { authorization: `Bearer ${await token(n)}`, "content-type": "application/json" };
    return (await fetch(url + path, { headers, ...init })).status;
  };
  assert.equal(await as(2, TENANTS), 403);
  assert.equal(await as(1, TENANTS), 200);
  assert.equal(await as(1, "/api/admin/users/create", { method: "POST", body: "{}" }), 403);
});

test("errors take each of the shapes seen in the wild", async (t) => {
  const { sandbox, get } = await start(t);
  for (const shape of ["message", "Message", "exceptionMessage", "error"]) {
    sandbox.assumptions.set({ "myworkpal.error-body": shape });
    const response = await get(`${TENANTS}?$count=true`);
    assert.equal(response.status, 400);
    assert.match((await response.json())[shape], /\$count/);
  }
  sandbox.assumptions.set({ "myworkpal.error-body": "text" });
  const response = await get(`${TENANTS}?$count=true`);
  assert.deepEqual([response.status, response.headers.get("content-type")], [400, "text/plain; charset=utf-8"]);
});
