// Workforce Optimization's stand-in: its lists, its quirks, its way into pages, and its roster.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { createSandbox } from "../sandbox.js";
import { renamedRoles } from "./seed.js";
import { ADMIN, AUTHORIZE, COMMON, cookieOf, newPerson, PEOPLE, PERSON, start } from "./testing.js";

const ROLES = `${COMMON}/role/permission/ViewOrg`;
const VIEWS = `${COMMON}/view`;

test("groups, teams, roles and views are bare arrays", async (t) => {
  const { get } = await start(t);
  const keys = async (path) => Object.keys((await get(path))[0]);
  assert.deepEqual(await keys(`${COMMON}/group/permission/ViewOrg`), ["groupId", "name"]);
  assert.deepEqual(await keys(`${COMMON}/team/permission/ViewOrg`), ["groupId", "name", "parentGroupId"]);
  assert.deepEqual(await keys(VIEWS), ["id", "name", "isMain"]);
  const roles = await get(ROLES);
  assert.deepEqual(Object.keys(roles[0]), [
    "id",
    "label",
    "name",
    "isAgentDefault",
    "isAdminDefault",
    "isSupervisorDefault",
  ]);
  assert.equal(roles.find(({ isSupervisorDefault }) => isSupervisorDefault).name, "Team Lead");
});

test("the default administrator can have another name, and its name another role", async (t) => {
  const { state, get, call } = await start(t, { seed: { roles: renamedRoles } });
  const roles = await get(ROLES);
  const [flagged] = roles.filter(({ isAdminDefault }) => isAdminDefault);
  const [named] = roles.filter(({ name }) => name === "Administrator");
  assert.notEqual(flagged.id, named.id);
  const before = state.licencesUsed();
  assert.equal((await call("POST", PERSON, newPerson("a@wfo.example", { roles: [named] }))).status, 200);
  assert.equal(state.licencesUsed(), before);
  assert.equal((await call("POST", PERSON, newPerson("b@wfo.example", { roles: [flagged] }))).status, 200);
  assert.equal(state.licencesUsed(), before + 1);
});

test("a create may drop roles, scope and views, so that a PUT is needed", async (t) => {
  const { sandbox, state, call, get } = await start(t);
  const wanted = {
    roles: state.roles.slice(0, 1),
    scope: { tenant: 1, groups: [], teams: [] },
    views: [{ id: 7, name: "EnterpriseView", isMain: true }],
  };
  sandbox.faults.add({ match: { method: "POST", path: PERSON }, fault: { kind: "drop-fields" } });
  const { id } = await (await call("POST", PERSON, newPerson("a@wfo.example", wanted))).json();
  const path = `${PERSON}/${id}`;
  const read = await get(path);
  assert.deepEqual([read.roles[0].label, read.scope.tenant, read.views], ["Agent", null, []]);
  sandbox.faults.add({ match: { method: "PUT" }, fault: { kind: "drop-fields", fields: ["views"] } });
  await call("PUT", path, { ...read, ...wanted });
  const { roles, scope, views } = await get(path);
  assert.deepEqual({ roles, scope, views }, { ...wanted, views: [] });
  await call("PUT", path, { ...read, ...wanted });
  assert.deepEqual((await get(path)).views, wanted.views);
});

test("the list may show somebody late, or twice", async (t) => {
  const { sandbox, call, get } = await start(t);
  sandbox.faults.add({ match: { method: "POST", path: PERSON }, fault: { kind: "late-visibility", lookups: 2 } });
  await call("POST", PERSON, newPerson("late@wfo.example"));
  const seen = async () => (await get(PEOPLE)).filter(({ email }) => email === "late@wfo.example").length;
  assert.deepEqual([await seen(), await seen(), await seen()], [0, 0, 1]);
  sandbox.faults.add({ match: { path: PEOPLE }, fault: { kind: "duplicate-entry", email: "LATE@wfo.example" } });
  assert.deepEqual([await seen(), await seen()], [2, 1]);
});

test("a reset forgets people, sessions, locks, mails and counts", async (t) => {
  const { sandbox, state, call, logIn } = await start(t);
  await call("POST", PERSON, newPerson("a@wfo.example"));
  for (const _ of [1, 2, 3]) await logIn(ADMIN, "wrong");
  const text = JSON.stringify(state.snapshot());
  assert.ok(!text.includes("CANARY"));
  sandbox.reset();
  const { people, mails, attempts, sessions, locked } = state.snapshot();
  assert.deepEqual([people.length, mails, attempts, sessions, locked], [6, [], { all: 0, refused: 0 }, { open: 0, most: 0 }, []]);
});

test("a plain fetch handler serves it too", async () => {
  const { fetch, "workforce-optimization": state } = createSandbox({ platforms: ["workforce-optimization"] });
  const base = "https://doe.calabriocloud.test";
  const body = JSON.stringify({
    userId: ADMIN,
    password: state.passwords.get(state.peopleOf(ADMIN)[0].id),
    language: "en",
  });
  const headers = { "content-type": "application/json" };
  const { sessionId } = await (await fetch(base + AUTHORIZE, { method: "POST", headers, body })).json();
  assert.equal((await fetch(base + PEOPLE, { headers: cookieOf(sessionId) })).status, 200);
});

test("the roster has what it promises", async () => {
  const file = new URL("../../vectors/rosters/workforce-optimization.json", import.meta.url);
  const people = JSON.parse(await readFile(file, "utf8"));
  const { "workforce-optimization": state } = createSandbox({ platforms: ["workforce-optimization"] });
  assert.equal(people.length, 10);
  const team = ({ groupId }) => state.teams.find((each) => each.groupId === groupId).name;
  const existing = people.flatMap((person) => state.peopleOf(person.userName).map((record) => ({ person, record })));
  const same = existing.filter(
    ({ person, record }) =>
      person.team === team(record) && person.roles.join() === record.roles.map(({ name }) => name).join(),
  );
  assert.deepEqual([existing.length, same.length], [2, 1], "one to leave, one to update");
  const known = (name) => state.roles.some((role) => role.name === name);
  assert.equal(people.filter(({ roles = [] }) => !roles.every(known)).length, 1, "one unknown role");
  const admins = people.filter(({ roles = ["Administrator"] }) => roles.includes("Administrator"));
  assert.ok(admins.length - 1 + state.licencesUsed() <= state.settings.administratorLicences, "licences suffice");
  const text = JSON.stringify(people.flatMap((person) => Object.values(person)));
  for (const mark of ['\\"', "\\\\", "'", "+", "&", "#", "%"]) assert.ok(text.includes(mark), mark);
  assert.match(text, /[\u3040-\u9fff]/u);
});
