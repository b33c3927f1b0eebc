// Workiva's stand-in: roles and the operations that change them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "../testing.js";
import { ORG, REPORT, start, USERS, workspace } from "./testing.js";

/** A sandbox with a clock of its own, a user, and a poll that waits its second. */
async function scene(t, seed) {
  const clock = manualClock();
  const all = await start(t, { clock, seed });
  const { state, call, get } = all;
  const [mo] = state.usersOf("moved.on@doe.example");
  const roles = `${USERS}/${encodeURIComponent(mo.id)}/roles`;
  const poll = async (location) => {
    clock.advance(1000);
    return get(location.slice(state.settings.linkHost.length));
  };
  const held = async () => (await get(roles)).data.map(({ id }) => id);
  const change = async (what, ids, at = roles) => {
    const response = await call("POST", `${at}/${what}`, ids);
    return { response, location: response.headers.get("location") };
  };
  return { ...all, clock, mo, roles, poll, held, change };
}

test("a change is accepted, takes its polls, and only then is made", async (t) => {
  const { poll, held, change } = await scene(t, { settings: { pollsToComplete: 4 } });
  const { response, location } = await change("assignment", ["2", "6"]);
  assert.deepEqual([response.status, response.headers.get("retry-after"), await response.text()], [202, "1", ""]);
  assert.match(location, /^https:\/\/api\.app\.wdesk\.com\/operations\//);
  const seen = [];
  for (const _ of [1, 2, 3]) seen.push((await poll(location)).status);
  assert.deepEqual(seen, ["acknowledged", "queued", "started"]);
  assert.deepEqual(await held(), ["1"]);
  const ended = await poll(location);
  assert.deepEqual([ended.status, ended.details], ["completed", []]);
  assert.deepEqual([(await poll(location)).status, await held()], ["completed", ["1", "2", "6"]]);
  const { location: revoking } = await change("revocation", ["2"]);
  for (const _ of [1, 2, 3, 4]) await poll(revoking);
  assert.deepEqual(await held(), ["1", "6"]);
});

test("more than one poll a second is too many", async (t) => {
  const { state, clock, call, poll, change } = await scene(t);
  const { location } = await change("assignment", ["2"]);
  const path = location.slice(state.settings.linkHost.length);
  assert.equal((await call("GET", path)).status, 200);
  clock.advance(999);
  const soon = await call("GET", path);
  assert.deepEqual(
    [soon.status, soon.headers.get("retry-after"), (await soon.json()).code],
    [429, "1", "429TooManyRequests"],
  );
  assert.equal((await poll(location)).status, "completed");
  assert.equal((await call("GET", "/operations/none")).status, 404);
  assert.equal((await call("GET", `${path}?x=1`)).status, 400);
});

test("a change is made whole or not at all", async (t) => {
  const { poll, held, change } = await scene(t, { settings: { pollsToComplete: 1 } });
  const table = [
    ["assignment", ["2", "99"], "404NotFound", "99"],
    ["assignment", ["2", "5"], "403Forbidden", "5"],
    ["revocation", ["1", "2"], "409Conflict", "2"],
  ];
  for (const [what, ids, code, target] of table) {
    const { status, details } = await poll((await change(what, ids)).location);
    assert.deepEqual([status, details.length, details[0].code, details[0].target], ["failed", 1, code, target]);
    assert.equal(typeof details[0].message, "string");
  }
  assert.deepEqual(await held(), ["1"]);
});

test("an operation can end badly, or never, and its 202 can say too little", async (t) => {
  const { sandbox, poll, held, change } = await scene(t, { settings: { pollsToComplete: 1 } });
  const after = async (fault) => {
    sandbox.faults.add({ match: { path: /assignment$/ }, fault });
    return change("assignment", ["2"]);
  };
  const failed = await poll((await after({ kind: "operation-ends", status: "failed", message: "No." })).location);
  assert.deepEqual([failed.status, failed.details[0].message], ["failed", "No."]);
  assert.equal(
    (await poll((await after({ kind: "operation-ends", status: "cancelled" })).location)).status,
    "cancelled",
  );
  const { location } = await after({ kind: "operation-stuck" });
  for (const _ of [1, 2, 3, 4, 5]) assert.notEqual((await poll(location)).status, "completed");
  assert.deepEqual(await held(), ["1"]);
  assert.equal((await after({ kind: "no-location" })).location, null);
  assert.equal((await after({ kind: "no-retry-after" })).response.headers.get("retry-after"), null);
});

test("a body other than a bare array of ids is refused", async (t) => {
  const { change, call, roles } = await scene(t);
  for (const body of [[], {}, { data: ["2"] }, [2], [""], ["2", null], "2", '"2"']) {
    assert.equal((await change("assignment", body)).response.status, 400, JSON.stringify(body));
  }
  assert.equal((await call("POST", `${roles}/assignment`, ["2"], {}, 1)).status, 403);
  assert.equal((await call("POST", roles, ["2"])).status, 405);
  assert.equal((await call("POST", `${USERS}/nobody/roles/assignment`, ["2"])).status, 404);
});

test("a membership has roles of its own, whose ids mean something else", async (t) => {
  const { state, mo, all, get, poll, change, call } = await scene(t, { settings: { pollsToComplete: 1 } });
  assert.equal((await all(`${ORG}/roles`)).find(({ id }) => id === "2").name, "Org User Admin");
  assert.equal((await all(`${workspace(REPORT)}/roles`)).find(({ id }) => id === "2").name, "Workspace Owner");
  const { id } = state.membershipOf(mo.id, REPORT);
  const at = `${workspace(REPORT)}/memberships/${encodeURIComponent(id)}`;
  assert.deepEqual((await get(`${at}/roles`)).data, [{ id: "5", name: "Viewer" }]);
  assert.equal((await poll((await change("assignment", ["4"], `${at}/roles`)).location)).status, "completed");
  assert.equal((await poll((await change("revocation", ["5"], `${at}/roles`)).location)).status, "completed");
  assert.deepEqual((await get(`${at}/roles`)).data, [{ id: "4", name: "Editor" }]);
  const { location } = await change("assignment", ["8"], `${at}/roles`);
  await call("DELETE", at);
  const { status, details } = await poll(location);
  assert.deepEqual([status, details[0].code], ["failed", "404NotFound"]);
});
