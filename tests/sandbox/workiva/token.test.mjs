// Workiva's stand-in: the token endpoint, by an independent OAuth server and by the portable one, and what a token is good for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createSandbox } from "../sandbox.js";
import { manualClock } from "../testing.js";
import { start, TOKEN, tokenForm, USERS, VERSION } from "./testing.js";

const BASE = "https://api.workiva.test";

/** Both token servers answer alike: the one that Node brings in, and the one for pages and Workers. */
async function both(t, options) {
  const { url, state } = await start(t, options);
  const portable = createSandbox({ platforms: ["workiva"] });
  return {
    state,
    post: async (body, headers, path = TOKEN) => {
      const init = { method: "POST", body, headers };
      const answers = [await fetch(url + path, init), await portable.fetch(BASE + path, init)];
      const [one, other] = await Promise.all(answers.map(async (each) => [each.status, await each.json()]));
      const comparable = ([status, { access_token, error_description, ...body }]) => [
        status,
        typeof access_token,
        body,
      ];
      assert.deepEqual(comparable(one), comparable(other), String(body));
      return one;
    },
  };
}

test("a right form gets a token, with the scope that was granted", async (t) => {
  const { state, post } = await both(t);
  const [full, reader] = state.clients;
  const [status, body] = await post(tokenForm(full));
  assert.deepEqual(
    [status, body.token_type, body.expires_in, body.scope],
    [200, "Bearer", 599, "organization:read organization:write"],
  );
  assert.match(body.access_token, /^CANARY-token-/);
  const asking = { scope: "organization:read organization:write" };
  assert.equal((await post(tokenForm(reader, asking)))[1].scope, "organization:read", "less than was asked for");
  assert.equal((await post(tokenForm(full, { scope: "organization:read file:read" })))[1].scope, "organization:read");
  assert.equal((await post(tokenForm(full), VERSION))[0], 200);
  assert.equal((await post(tokenForm(full), {}, "/oauth2/token"))[0], 200);
});

test("anything else is an RFC 6749 error", async (t) => {
  const { state, post } = await both(t);
  const [full, , nothing] = state.clients;
  const table = [
    ["invalid_client", 401, tokenForm(full, { client_secret: "wrong" })],
    ["invalid_client", 401, tokenForm(full, { client_id: "wrong" })],
    ["unsupported_grant_type", 400, tokenForm(full, { grant_type: "foo" })],
    ["invalid_scope", 400, tokenForm(full, { scope: "file:read" })],
    ["invalid_scope", 400, tokenForm(nothing)],
    ["invalid_request", 400, tokenForm(full, { grant_type: undefined })],
    ["invalid_request", 400, tokenForm(full, { extra: "1" })],
    ["invalid_request", 400, tokenForm(full, { scope: "" })],
    ["invalid_request", 400, new URLSearchParams(`${tokenForm(full)}&client_id=x`)],
    ["invalid_request", 400, tokenForm(full), { authorization: `Basic ${btoa("a:b")}` }],
    ["invalid_request", 400, tokenForm(full), { cookie: "a=b" }],
    ["invalid_request", 400, tokenForm(full), { "x-version": "2022-01-01" }],
    [
      "invalid_request",
      400,
      JSON.stringify(Object.fromEntries(tokenForm(full))),
      { "content-type": "application/json" },
    ],
  ];
  for (const [error, status, body, headers] of table) {
    const [answered, answer] = await post(body, headers);
    assert.deepEqual([answered, answer.error], [status, error], String(body));
  }
  assert.equal((await post(tokenForm(full), {}, `${TOKEN}?x=1`))[0], 400);
});

test("the status for a wrong secret can be another", async (t) => {
  const { url, state } = await start(t, { assume: { "workiva.invalid-client-status": "400" } });
  const body = tokenForm(state.clients[0], { client_secret: "x" });
  assert.equal((await fetch(url + TOKEN, { method: "POST", body })).status, 400);
  assert.equal((await fetch(url + TOKEN)).status, 405);
});

test("a call needs the version, a live token, its scope, and the right organization", async (t) => {
  const clock = manualClock();
  const { state, url, token, call } = await start(t, { clock });
  const [live, reading] = [await token(), await token(1)];
  const get = (headers, path = USERS) => fetch(url + path, { headers });
  const bearer = (value) => ({ authorization: `Bearer ${value}` });
  const table = [
    [200, { ...VERSION, ...bearer(live) }],
    [200, { ...VERSION, ...bearer(reading) }],
    [404, bearer(live)],
    [400, { ...bearer(live), "x-version": "2022-01-01" }],
    [401, VERSION],
    [401, { ...VERSION, ...bearer("x") }],
    [401, { ...VERSION, authorization: live }],
    [400, { ...VERSION, ...bearer(live), cookie: "hazelcast.sessionId=1" }],
    [400, { ...VERSION, ...bearer(live), "x-ws-env": "uat" }],
    [400, { ...VERSION, ...bearer(live), "content-type": "application/json" }],
    [406, { ...VERSION, ...bearer(live), accept: "application/scim+json" }],
  ];
  for (const [status, headers] of table) {
    const response = await get(headers);
    assert.equal(response.status, status, JSON.stringify(headers));
    if (status === 200) continue;
    const keys = ["code", "message", "target", "details", "documentationUrl", "version"];
    const body = await response.json();
    assert.deepEqual(Object.keys(body), keys);
    assert.ok(body.code.startsWith(String(status)));
  }
  assert.equal((await call("GET", "/organizations/other/users")).status, 404);
  assert.equal((await call("POST", USERS, {}, {}, 1)).status, 403);
  clock.advance(598_999);
  assert.equal((await get({ ...VERSION, ...bearer(live) })).status, 200);
  clock.advance(1);
  assert.equal((await get({ ...VERSION, ...bearer(live) })).status, 401);
  const other = await token();
  state.revoke(other);
  assert.equal((await get({ ...VERSION, ...bearer(other) })).status, 401);
});

test("an expired session is refused once, for the token it carried", async (t) => {
  const { sandbox, url, token } = await start(t);
  sandbox.faults.add({ match: { path: USERS }, fault: { kind: "expire-session" } });
  const status = async (bearer) =>
    (await fetch(url + USERS, { headers: { ...VERSION, authorization: `Bearer ${bearer}` } })).status;
  const old = await token();
  assert.deepEqual([await status(old), await status(old), await status(await token())], [401, 401, 200]);
});
