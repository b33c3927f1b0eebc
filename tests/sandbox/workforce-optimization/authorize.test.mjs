// Workforce Optimization's stand-in: logging in and out, attempts, sessions, and what belongs to a call.
import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "../testing.js";
import { ADMIN, AUTHORIZE, cookieOf, PEOPLE, PERSON, start } from "./testing.js";

test("the right password opens a session, logging out ends it", async (t) => {
  const { state, send, logIn } = await start(t);
  const response = await logIn(ADMIN.toUpperCase(), state.passwords.get(state.peopleOf(ADMIN)[0].id));
  const { sessionId } = await response.json();
  assert.deepEqual([response.status, state.sessions.size], [200, 1]);
  assert.match(sessionId, /^CANARY-session-/);
  assert.equal((await send("GET", PEOPLE, undefined, cookieOf(sessionId))).status, 200);
  assert.equal((await send("DELETE", AUTHORIZE, undefined, cookieOf(sessionId))).status, 200);
  assert.equal((await send("DELETE", AUTHORIZE, undefined, cookieOf(sessionId))).status, 401);
  assert.equal((await send("GET", PEOPLE, undefined, cookieOf(sessionId))).status, 401);
  assert.equal(state.sessions.size, 0);
});

test("a rejected password counts, and the third locks the account, even for the right one", async (t) => {
  const { state, logIn } = await start(t);
  const [{ id }] = state.peopleOf(ADMIN);
  const status = async (password) => (await logIn(ADMIN, password)).status;
  assert.deepEqual([await status("wrong"), await status("wrong")], [401, 401]);
  assert.equal(await status(undefined), 200, "the right one starts the count anew");
  assert.deepEqual([await status("a"), await status("b"), await status("c")], [401, 401, 401]);
  assert.ok(state.locked.has(id));
  assert.equal(await status(undefined), 401);
  assert.deepEqual(state.attempts, { all: 7, refused: 6 });
  assert.equal((await logIn("nobody@wfo.example", "x")).status, 401);
  const body = await (await logIn(ADMIN, "wrong")).json();
  assert.deepEqual(Object.keys(body), ["errorMessage", "requestId"]);
});

test("a log-in that is not exactly right is refused, and counts as no attempt", async (t) => {
  const { state, send, logIn } = await start(t);
  const table = [
    [{ userId: ADMIN, password: "x" }],
    [{ userId: ADMIN, password: "x", language: "de" }],
    [{ userId: ADMIN, password: "x", language: "en", extra: 1 }],
    [{ userId: ADMIN, password: 1, language: "en" }],
    [{ userName: ADMIN, password: "x", language: "en" }],
    ["{"],
    [{ userId: ADMIN, password: "x", language: "en" }, cookieOf("old")],
    [{ userId: ADMIN, password: "x", language: "en" }, { authorization: "Bearer x" }],
  ];
  for (const [body, headers] of table)
    assert.equal((await send("POST", AUTHORIZE, body, headers)).status, 400, JSON.stringify(body));
  const form = { "content-type": "application/x-www-form-urlencoded" };
  assert.equal((await send("POST", AUTHORIZE, "userId=a", form)).status, 415);
  assert.equal((await send("POST", `${AUTHORIZE}?a=1`, {})).status, 400);
  assert.equal((await send("GET", AUTHORIZE)).status, 405);
  assert.equal(state.attempts.all, 0);
  assert.equal((await logIn("left.last.year@wfo.example", "x")).status, 401);
});

test("a call needs the session's cookie and nothing else", async (t) => {
  const { send, cookie } = await start(t);
  const good = await cookie();
  const [, sessionId] = good.cookie.split("=");
  const table = [
    [401, {}],
    [401, cookieOf("unknown")],
    [401, { cookie: sessionId }],
    [401, { cookie: `sessionId=${sessionId}` }],
    [401, { cookie: `${good.cookie}; other=1` }],
    [401, { cookie: `hazelcast.sessionId="${sessionId}"` }],
    [400, { ...good, authorization: `Bearer ${sessionId}` }],
    [400, { ...good, "x-version": "2026-01-01" }],
    [400, { ...good, "x-ws-env": "uat" }],
    [406, { ...good, accept: "text/html" }],
    [200, { ...good, accept: "application/json" }],
  ];
  for (const [status, headers] of table) {
    assert.equal((await send("GET", PEOPLE, undefined, headers)).status, status, JSON.stringify(headers));
  }
  assert.equal((await send("GET", `${PEOPLE}?filter=x`, undefined, good)).status, 400);
  assert.equal((await send("DELETE", PERSON, undefined, good)).status, 405);
});

test("a session ends two hours after its last use", async (t) => {
  const clock = manualClock();
  const { send, cookie } = await start(t, { clock });
  const session = await cookie();
  const status = async () => (await send("GET", PEOPLE, undefined, session)).status;
  for (const _ of [1, 2]) {
    clock.advance(7_199_999);
    assert.equal(await status(), 200);
  }
  clock.advance(7_200_000);
  assert.deepEqual([await status(), await status()], [401, 401]);
});

test("an expired session is refused with 401, or with 403", async (t) => {
  const { sandbox, send, cookie } = await start(t);
  for (const status of [403, 401]) {
    sandbox.assumptions.set({ "workforce-optimization.expired-session": String(status) });
    sandbox.faults.add({ match: { path: PEOPLE }, fault: { kind: "expire-session" } });
    const session = await cookie();
    assert.equal((await send("GET", PEOPLE, undefined, session)).status, status);
    assert.equal((await send("GET", PEOPLE, undefined, session)).status, status);
    assert.equal((await send("DELETE", AUTHORIZE, undefined, session)).status, status);
    assert.equal((await send("GET", PEOPLE, undefined, await cookie())).status, 200);
  }
  sandbox.assumptions.set({ "workforce-optimization.error-body": "none" });
  const response = await send("GET", PEOPLE);
  assert.deepEqual([response.status, await response.text()], [401, ""]);
});

test("who is no administrator may log in and see nothing", async (t) => {
  const { send, cookie } = await start(t);
  const session = await cookie("team.lead@wfo.example");
  assert.equal((await send("GET", PEOPLE, undefined, session)).status, 403);
  assert.equal((await send("POST", PERSON, {}, session)).status, 403);
  assert.equal((await send("DELETE", AUTHORIZE, undefined, session)).status, 200);
});
