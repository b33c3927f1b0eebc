// Workiva's stand-in: workspaces, memberships, groups, and the quirks of the platform route.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { createSandbox } from "../sandbox.js";
import { newUser, ORG, REPORT, SOX, start, USERS, workspace } from "./testing.js";

const at = (...parts) => parts.map((part, n) => (n % 2 ? encodeURIComponent(part) : part)).join("/");

test("workspaces, their roles and their members are lists", async (t) => {
  const { state, all, call } = await start(t);
  assert.deepEqual(await all(`${ORG}/workspaces?$maxpagesize=2`), state.workspaces);
  assert.equal((await all(`${workspace(REPORT)}/roles`)).length, 7);
  const [jane] = state.usersOf("jane.roe@doe.example");
  const members = await all(`${workspace(REPORT)}/memberships`);
  assert.deepEqual([members[0].user, members[0].workspace], [{ id: jane.id, displayName: "Jane Roe" }, { id: REPORT }]);
  assert.equal((await call("GET", `${workspace("none")}/memberships`)).status, 404);
  assert.equal((await call("GET", workspace(REPORT))).status, 404);
});

test("a membership is created once, with both options, and ended", async (t) => {
  const { state, call, json } = await start(t);
  const [jane] = state.usersOf("jane.roe@doe.example");
  const path = `${workspace(SOX)}/memberships/membershipCreation`;
  const good = { user: jane.id, options: { notifyNewMember: false, sendWelcomeEmail: false } };
  const table = [
    { user: jane.id },
    { ...good, options: {} },
    { ...good, options: { notifyNewMember: false } },
    { ...good, options: { notifyNewMember: "false", sendWelcomeEmail: false } },
    { ...good, options: { ...good.options, extra: true } },
    { ...good, user: "nobody" },
    { ...good, workspace: SOX },
    [good],
  ];
  for (const body of table) assert.equal((await call("POST", path, body)).status, 400, JSON.stringify(body));
  const response = await call("POST", path, good);
  const { id } = await response.json();
  assert.equal(response.status, 201);
  assert.equal((await call("POST", path, good)).status, 409);
  assert.deepEqual(state.mails, []);
  const membership = at(`${workspace(SOX)}/memberships`, id);
  assert.equal((await call("DELETE", at(`${workspace(REPORT)}/memberships`, id))).status, 404, "of another workspace");
  assert.deepEqual([(await call("GET", membership)).status, (await call("DELETE", membership)).status], [405, 204]);
  assert.equal((await call("DELETE", membership)).status, 404);
  await json(call("POST", path, { ...good, options: { notifyNewMember: true, sendWelcomeEmail: true } }));
  assert.deepEqual(state.mails, ["jane.roe@doe.example"]);
});

test("groups are created by name, and only members of the workspace get in, whatever the answer", async (t) => {
  const { sandbox, state, call, all } = await start(t);
  const [jane] = state.usersOf("jane.roe@doe.example");
  const [stranger] = state.usersOf("o'brien@doe.example");
  const groups = `${workspace(REPORT)}/groups`;
  const created = await call("POST", groups, { name: 'New "group" \\ 山田' });
  const { id } = await created.json();
  assert.equal(created.status, 201);
  assert.equal((await call("POST", groups, { name: "Reviewers" })).status, 409);
  for (const body of [{}, { name: "" }, { name: "x", extra: 1 }, { displayName: "x" }]) {
    assert.equal((await call("POST", groups, body)).status, 400, JSON.stringify(body));
  }
  assert.equal((await all(groups)).length, 3);
  const members = `${at(groups, id)}/members`;
  const modify = async (toAdd, toRemove = []) => {
    const response = await call("POST", `${members}/modification`, { toAdd, toRemove });
    assert.deepEqual([response.status, await response.text()], [204, ""]);
    return (await all(members)).map((member) => member.id);
  };
  assert.deepEqual(await modify([jane.id, stranger.id, "nobody"]), [jane.id]);
  assert.deepEqual(await modify([], [jane.id]), []);
  sandbox.faults.add({ match: { path: /modification$/ }, fault: { kind: "refuse-members" } });
  assert.deepEqual(await modify([jane.id]), []);
  for (const body of [
    { toAdd: [] },
    { toAdd: [], toRemove: [] },
    { toAdd: [{ id: jane.id }], toRemove: [] },
    [jane.id],
  ]) {
    assert.equal((await call("POST", `${members}/modification`, body)).status, 400, JSON.stringify(body));
  }
  assert.equal(
    (await call("GET", `${at(`${workspace(SOX)}/groups`, id)}/members`)).status,
    404,
    "of another workspace",
  );
});

test("who leaves a workspace leaves its groups", async (t) => {
  const { state, call } = await start(t);
  const [jane] = state.usersOf("jane.roe@doe.example");
  await call("DELETE", at(`${workspace(REPORT)}/memberships`, state.membershipOf(jane.id, REPORT).id));
  assert.ok(state.groups.every(({ members }) => !members.has(jane.id)));
});

test("a listing can be awkward in each way that matters", async (t) => {
  const { sandbox, state, get, all, call } = await start(t);
  const answer = async (fault, path = USERS) => {
    sandbox.faults.add({ match: { path: USERS }, fault });
    return get(path);
  };
  assert.equal(
    (await answer({ kind: "assume", values: { "workiva.last-page": "null-link" } }, `${USERS}?$next=${await lastCursor(get)}`))["@nextLink"],
    null,
  );
  const first = await answer({ kind: "endless-pages" });
  const again = await answer({ kind: "endless-pages" }, first["@nextLink"].slice(state.settings.linkHost.length));
  assert.deepEqual([again.data, again["@nextLink"]], [first.data, first["@nextLink"]]);
  const filter = (text) => `${USERS}?$filter=${encodeURIComponent(text)}`;
  assert.equal(
    (await answer({ kind: "assume", values: { "workiva.filter": "supported" } }, filter("username eq 'o''brien@doe.example'"))).data.length,
    1,
  );
  assert.equal((await answer({ kind: "assume", values: { "workiva.filter": "supported" } }, filter("Username eq 'x'"))).code, "400BadRequest");
  sandbox.faults.add({
    match: { path: USERS },
    times: 2,
    fault: { kind: "duplicate-entry", email: "jane.roe@DOE.example" },
  });
  const twins = (await all(USERS)).filter(({ email }) => email === "Jane.Roe@doe.example");
  assert.equal(new Set(twins.map(({ id }) => id)).size, 2);
  sandbox.faults.add({ match: { method: "POST", path: USERS }, fault: { kind: "late-visibility", lookups: 2 } });
  await call("POST", USERS, newUser("late@doe.example"));
  const seen = [];
  for (const _ of [1, 2, 3]) seen.push((await all(USERS)).some(({ username }) => username === "late@doe.example"));
  assert.deepEqual(seen, [false, false, true]);
});

const lastCursor = async (get) => (await get(USERS))["@nextLink"].split("$next=")[1];

test("a reset goes back to the seed, and a snapshot holds no secret", async (t) => {
  const { sandbox, state, call } = await start(t);
  const before = JSON.stringify(state.snapshot());
  assert.ok(!before.includes("CANARY"));
  await call("POST", USERS, newUser("a@doe.example"));
  assert.notEqual(JSON.stringify(state.snapshot()), before);
  sandbox.reset();
  assert.deepEqual([state.users.length, state.operations.snapshot(), state.tokens.size], [6, [], 0]);
});

test("the roster has what it promises", async () => {
  const people = JSON.parse(await readFile(new URL("../../vectors/rosters/workiva.json", import.meta.url), "utf8"));
  assert.equal(people.length, 10);
  const { workiva: state } = createSandbox({ platforms: ["workiva"] });
  assert.equal(people.flatMap(({ email }) => state.usersOf(email)).length, 2, "one to leave, one to update");
  const named = (list) => new Set(list.map(({ name }) => name));
  const [spaces, roles, organization, groups] = [
    state.workspaces,
    state.workspaceRoles,
    state.organizationRoles,
    state.groups,
  ].map(named);
  const unknown = people.filter(
    ({ organizationRoles = [], workspaces = [] }) =>
      !organizationRoles.every((name) => organization.has(name)) ||
      !workspaces.every((each) => spaces.has(each.workspace) && (each.roles ?? []).every((name) => roles.has(name))) ||
      !workspaces.every((each) => (each.groups ?? []).every((name) => groups.has(name))),
  );
  assert.equal(unknown.length, 1, "one unknown role");
  const text = JSON.stringify(people.flatMap((person) => Object.values(person)));
  for (const mark of ['\\"', "\\\\", "'", "+", "&", "#", "%"]) assert.ok(text.includes(mark), mark);
  assert.match(text, /[\u3040-\u9fff]/u);
});
