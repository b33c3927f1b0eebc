// WorkSpan's stand-in: each assumption and its opposite.
import assert from "node:assert/strict";
import { test } from "node:test";
import { byUserName, newUser, REPORTS, start, USERS } from "./testing.js";
import { ENTERPRISE } from "./user.js";

const PUBLISHED = ["schemas", "userName", "meta", "id", "active"];
const JANE = "jane.roe@partner.example";

test("lists, reads and PUTs show everything, or what the portal publishes", async (t) => {
  const assume = { "workspan.answers": "published", "workspan.list-totals": "zero", "workspan.put-omitted": "kept" };
  const { sandbox, state, call } = await start(t, { assume });
  const [jane] = state.usersOf(JANE);
  const path = `${USERS}/${jane.id}`;
  const list = await (await call("GET", byUserName(JANE))).json();
  assert.deepEqual([list.totalResults, list.startIndex, list.Resources.length], [0, 0, 1]);
  const read = await (await call("GET", path)).json();
  const written = await (await call("PUT", path, { ...read, active: false })).json();
  for (const shown of [list.Resources[0], read, written]) {
    assert.deepEqual(Object.keys(shown), [...PUBLISHED, ENTERPRISE]);
    assert.deepEqual(shown[ENTERPRISE], { department: "Alliances" });
  }
  const [now] = state.usersOf(JANE);
  assert.deepEqual([now.active, now.name, now.title], [false, jane.name, "Director"], "what was left out is kept");
  const created = await (await call("POST", USERS, newUser("new@partner.example"))).json();
  assert.equal(created.name.givenName, "Ann", "a create shows all");
  sandbox.assumptions.set({ "workspan.answers": "whole" });
  assert.deepEqual((await (await call("GET", path)).json()).name, jane.name);
});

test("a PUT removes or keeps what it leaves out", async (t) => {
  const { sandbox, state, call } = await start(t);
  const path = `${USERS}/${state.usersOf(JANE)[0].id}`;
  const { schemas, userName } = state.usersOf(JANE)[0];
  const bare = { schemas: [schemas[0]], userName, active: false };
  assert.equal((await call("PUT", path, bare)).status, 400);
  sandbox.assumptions.set({ "workspan.put-omitted": "kept" });
  assert.equal((await call("PUT", path, bare)).status, 200);
  assert.equal((await call("PUT", path, { ...bare, schemas, [ENTERPRISE]: { division: "EU" } })).status, 200);
  const [jane] = state.usersOf(JANE);
  assert.deepEqual(jane[ENTERPRISE], { department: "Alliances", division: "EU" });
  assert.deepEqual([jane.displayName, jane.active, jane.emails.length], ["Jane Roe", false, 1]);
});

test("an environment is named on every request, and production's name nowhere unless it is accepted", async (t) => {
  const { sandbox, state, url, call, token } = await start(t);
  const [uat] = [await token(1)];
  const bare = { authorization: `Bearer ${uat}` };
  for (const [method, path] of [
    ["GET", REPORTS],
    ["GET", USERS],
    ["GET", `${USERS}/${state.users[0].id}`],
  ]) {
    assert.equal((await fetch(url + path, { method, headers: bare })).status, 401, path);
    assert.equal((await fetch(url + path, { method, headers: { ...bare, "x-ws-env": "uat.workspan.com" } })).status, 200);
  }
  assert.equal((await fetch(`${url}/oauth/token`, { method: "DELETE", headers: bare })).status, 403);
  const named = { "x-ws-env": "app.workspan.com" };
  assert.equal((await call("GET", REPORTS, undefined, named)).status, 401);
  sandbox.assumptions.set({ "workspan.environment-in-production": "accepted" });
  assert.equal((await call("GET", REPORTS, undefined, named)).status, 200);
  assert.equal((await call("GET", REPORTS, undefined, { "x-ws-env": "other.workspan.com" })).status, 401);
  assert.equal((await call("GET", REPORTS, undefined, named, 1)).status, 401, "another environment's token");
});
