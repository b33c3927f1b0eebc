// WorkSpan's stand-in: the quirks of its listing and of its writes, its way into pages, and its roster.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { createSandbox } from "../sandbox.js";
import { byUserName, credentials, newUser, start, TOKEN, USERS } from "./testing.js";
import { ENTERPRISE } from "./user.js";

test("a listing can lie in each way that matters", async (t) => {
  const { sandbox, state, call } = await start(t);
  const answer = async (kind, path = byUserName("jane.roe@partner.example"), values) => {
    sandbox.faults.add({ match: { path: USERS }, fault: { kind, ...(values && { values }) } });
    return (await call("GET", path)).json();
  };
  const ignored = await answer("ignore-filter");
  assert.deepEqual([ignored.totalResults, ignored.Resources.length], [state.users.length, 2]);
  assert.equal(ignored.Resources[0].userName, "somebody.else@partner.example");
  assert.deepEqual((await answer("filter-finds-nothing")).Resources, []);
  const twins = await answer("ambiguous");
  assert.deepEqual([twins.totalResults, new Set(twins.Resources.map(({ id }) => id)).size], [2, 2]);
  const zero = { "workspan.list-totals": "zero" };
  const { totalResults, startIndex, Resources } = await answer("assume", undefined, zero);
  assert.deepEqual([totalResults, startIndex, Resources.length], [0, 0, 1]);
  const bare = { "workspan.empty-list": "no-resources" };
  const none = await answer("assume", byUserName("nobody@partner.example"), bare);
  assert.deepEqual([none.totalResults, "Resources" in none], [0, false]);
  assert.equal((await answer("assume", undefined, bare)).Resources.length, 1);
});

test("a late user is created at once and listed after so many look-ups", async (t) => {
  const { sandbox, call } = await start(t);
  sandbox.faults.add({ match: { method: "POST", path: USERS }, fault: { kind: "late-visibility", lookups: 2 } });
  assert.equal((await call("POST", USERS, newUser("late@partner.example"))).status, 201);
  assert.equal((await call("POST", USERS, newUser("late@partner.example"))).status, 409);
  const seen = [];
  for (const _ of [1, 2, 3])
    seen.push((await (await call("GET", byUserName("late@partner.example"))).json()).totalResults);
  assert.deepEqual(seen, [0, 0, 1]);
});

test("a create may answer 200, a PUT may change nothing", async (t) => {
  const { sandbox, state, call } = await start(t);
  sandbox.assumptions.set({ "workspan.created-status": "200" });
  const created = await call("POST", USERS, newUser("ann@partner.example"));
  const { id } = await created.json();
  assert.equal(created.status, 200);
  sandbox.faults.add({ match: { method: "PUT" }, fault: { kind: "ignored-write" } });
  const put = await call("PUT", `${USERS}/${id}`, newUser("ann@partner.example", { active: false }));
  assert.deepEqual([put.status, (await put.json()).active, state.user(id).active], [200, true, true]);
});

test("a plain fetch handler serves it too", async () => {
  const { fetch, workspan } = createSandbox({ platforms: ["workspan"] });
  const base = "https://api-sandbox.workspan.test";
  const json = { "content-type": "application/json" };
  const body = JSON.stringify(credentials(workspan.clients[0]));
  const { access_token } = await (await fetch(base + TOKEN, { method: "POST", headers: json, body })).json();
  const headers = { ...json, authorization: `Bearer ${access_token}` };
  const response = await fetch(base + USERS, {
    method: "POST",
    headers,
    body: JSON.stringify(newUser("a@partner.example")),
  });
  assert.match(
    response.headers.get("location"),
    /^https:\/\/api-sandbox\.workspan\.test\/api\/scim\/v2\/Users\/Ws-Person_/,
  );
  assert.ok(!JSON.stringify(workspan.snapshot()).includes("CANARY"));
});

test("the roster has what it promises", async () => {
  const people = JSON.parse(await readFile(new URL("../../vectors/rosters/workspan.json", import.meta.url), "utf8"));
  assert.equal(people.length, 10);
  const { workspan } = createSandbox({ platforms: ["workspan"] });
  const existing = people.flatMap((person) => workspan.usersOf(person.email).map((user) => ({ person, user })));
  const department = ({ [ENTERPRISE]: extension }) => extension?.department;
  const same = existing.filter(
    ({ person, user }) => person.department === department(user) && person.displayName === user.displayName,
  );
  assert.deepEqual([existing.length, same.length], [2, 1], "one to leave, one to update");
  const text = JSON.stringify(people.flatMap((person) => Object.values(person)));
  for (const mark of ['\\"', "\\\\", "'", "+", "&", "#", "%"]) assert.ok(text.includes(mark), mark);
  assert.match(text, /[\u3040-\u9fff]/u);
});
