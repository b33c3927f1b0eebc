// Workforce Optimization's stand-in: people, created, read and replaced.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ADMIN, newPerson, PEOPLE, PERSON, start } from "./testing.js";

test("the list is a bare array of everybody, some without address", async (t) => {
  const { state, get } = await start(t);
  const people = await get(PEOPLE);
  assert.equal(people.length, state.people.length);
  assert.deepEqual(Object.keys(people[0]), [
    "personId",
    "displayId",
    "firstName",
    "lastName",
    "email",
    "adLogin",
    "active",
  ]);
  assert.deepEqual(people.filter(({ email }) => email === null).length, 1);
  assert.deepEqual(
    people.filter(({ active }) => !active).map(({ email }) => email),
    ["left.last.year@wfo.example"],
  );
});

test("a created person is answered by id, has what was given, defaults otherwise, and gets one mail", async (t) => {
  const { state, call, get, logIn } = await start(t);
  const password = `CANARY-Passw0rd "\\ü`;
  const response = await call("POST", PERSON, newPerson("new.api@wfo.example", { password, firstName: `"A\\P'I+&#%` }));
  const body = await response.json();
  assert.deepEqual([response.status, Object.keys(body)], [200, ["id"]]);
  const person = await get(`${PERSON}/${body.id}`);
  assert.deepEqual(
    [
      person.id,
      person.firstName,
      person.groupId,
      person.parentGroup,
      person.roles[0].label,
      person.views,
      person.scope,
    ],
    [body.id, `"A\\P'I+&#%`, 100, 10, "Agent", [], { tenant: null, groups: [], teams: [] }],
  );
  assert.ok(!JSON.stringify(person).includes("CANARY"));
  assert.deepEqual(state.mails, ["new.api@wfo.example"]);
  assert.equal((await logIn("new.api@wfo.example", password)).status, 200);
  const given = {
    roles: state.roles.slice(0, 1),
    scope: { tenant: 1, groups: [10], teams: [100, 110] },
    views: [{ id: 7, name: "EnterpriseView", isMain: true }],
    locale: "en",
  };
  const { id } = await (await call("POST", PERSON, newPerson("山田@例え.jp", given))).json();
  const { roles, scope, views, locale } = await get(`${PERSON}/${id}`);
  assert.deepEqual({ roles, scope, views, locale }, given);
});

test("a create that is not exactly right is refused", async (t) => {
  const { state, call } = await start(t);
  const before = state.people.length;
  const good = newPerson("new@wfo.example");
  const [admin] = state.roles;
  const view = { id: 7, name: "EnterpriseView", isMain: true };
  const table = [
    { ...good, id: 1 },
    { ...good, personId: 1 },
    { ...good, userName: "x" },
    { ...good, displayId: "x" },
    { ...good, email: undefined },
    { ...good, email: null },
    { ...good, email: "nobody" },
    { ...good, firstName: "" },
    { ...good, groupId: "100" },
    { ...good, groupId: 10 },
    { ...good, parentGroup: 11 },
    { ...good, roles: ["Administrator"] },
    { ...good, roles: [{ ...admin, id: 99 }] },
    { ...good, roles: [{ ...admin, name: "Renamed" }] },
    { ...good, roles: [{ id: 1 }] },
    { ...good, scope: { tenant: true, groups: [], teams: [] } },
    { ...good, scope: { tenant: 2, groups: [], teams: [] } },
    { ...good, scope: { tenant: null, groups: [100], teams: [] } },
    { ...good, scope: { tenant: null, groups: [], teams: ["100"] } },
    { ...good, scope: { tenant: null } },
    { ...good, views: [{ ...view, isMain: false }] },
    { ...good, views: [view, { ...view, id: 8, name: "Contact Centre View" }] },
    { ...good, views: [{ ...view, id: 9 }] },
    { ...good, views: ["EnterpriseView"] },
    { ...good, activated: "2024-01-01" },
    { ...good, password: "short1A" },
    { ...good, password: "no-upper-1" },
    { ...good, password: "" },
    [],
    "{",
  ];
  for (const body of table) {
    const response = await call("POST", PERSON, body);
    const { errorMessage, requestId } = await response.json();
    assert.deepEqual(
      [response.status, typeof errorMessage, typeof requestId],
      [400, "string", "string"],
      JSON.stringify(body),
    );
  }
  const refused = await (await call("POST", PERSON, { ...good, password: "CANARY-1" })).json();
  assert.ok(!JSON.stringify(refused).includes("CANARY"));
  assert.equal((await call("POST", PERSON, good, { "content-type": "text/plain" })).status, 415);
  assert.equal((await call("POST", PERSON, newPerson(ADMIN.toUpperCase()))).status, 409);
  assert.deepEqual([state.people.length, state.mails.length], [before, 0]);
});

test("a PUT takes the full object, whole", async (t) => {
  const { state, call, get } = await start(t);
  const [mo] = state.peopleOf("moved.on@wfo.example");
  const path = `${PERSON}/${mo.id}`;
  const read = await get(path);
  for (const key of Object.keys(read)) {
    const { [key]: _, ...lacking } = read;
    assert.equal((await call("PUT", path, lacking)).status, 400, `without ${key}`);
  }
  const table = [
    { ...read, extra: 1 },
    { ...read, id: read.id + 1 },
    { ...read, displayId: "x" },
    { ...read, password: "CANARY-Passw0rd" },
    { ...read, groupId: 110 },
    { ...read, roles: [1] },
    { ...read, email: "nobody" },
  ];
  for (const body of table) assert.equal((await call("PUT", path, body)).status, 400, JSON.stringify(body));
  assert.equal((await call("PUT", path, { ...read, email: ADMIN })).status, 409);
  const moved = { ...read, groupId: 110, parentGroup: 11, roles: state.roles.slice(1, 2) };
  const response = await call("PUT", path, moved);
  assert.deepEqual([response.status, await response.json(), await get(path)], [200, moved, moved]);
  assert.equal((await call("PUT", `${PERSON}/1`, read)).status, 404);
  const [synced] = state.people.filter(({ email }) => email === null);
  const whole = await get(`${PERSON}/${synced.id}`);
  assert.equal((await call("PUT", `${PERSON}/${synced.id}`, whole)).status, 200, "no address is no mistake");
});

test("somebody can be locked and unlocked", async (t) => {
  const { state, call, get, logIn } = await start(t);
  const [{ id }] = state.peopleOf("team.lead@wfo.example");
  const path = `${PERSON}/${id}/status`;
  assert.deepEqual(await get(path), { status: "unlocked" });
  const put = await call("PUT", path, { status: "locked" });
  assert.deepEqual([put.status, await put.json(), await get(path)], [200, { status: "locked" }, { status: "locked" }]);
  assert.equal((await logIn("team.lead@wfo.example")).status, 401);
  await call("PUT", path, { status: "unlocked" });
  assert.equal((await logIn("team.lead@wfo.example")).status, 200);
  for (const body of [{ status: "LOCKED" }, { status: true }, {}, { status: "locked", extra: 1 }]) {
    assert.equal((await call("PUT", path, body)).status, 400, JSON.stringify(body));
  }
  for (const bad of ["1", "x", "01002", "1e3"]) assert.equal((await call("GET", `${PERSON}/${bad}`)).status, 404, bad);
});

test("each active administrator consumes a licence, and there are only so many", async (t) => {
  const { state, call, get } = await start(t, { seed: { settings: { administratorLicences: 3 } } });
  const admin = { roles: state.roles.slice(0, 1) };
  assert.equal(state.licencesUsed(), 2);
  const { id } = await (await call("POST", PERSON, newPerson("third@wfo.example", admin))).json();
  assert.equal(state.licencesUsed(), 3);
  const refused = await call("POST", PERSON, newPerson("fourth@wfo.example", admin));
  assert.equal(refused.status, 400);
  assert.match((await refused.json()).errorMessage, /license/);
  const { id: agent } = await (await call("POST", PERSON, newPerson("fourth@wfo.example"))).json();
  assert.equal(
    (await call("PUT", `${PERSON}/${agent}`, { ...(await get(`${PERSON}/${agent}`)), ...admin })).status,
    400,
  );
  const third = await get(`${PERSON}/${id}`);
  assert.equal((await call("PUT", `${PERSON}/${id}`, third)).status, 200, "who has one keeps it");
  assert.equal((await call("PUT", `${PERSON}/${id}`, { ...third, deactivated: state.clock() })).status, 200);
  assert.equal(state.licencesUsed(), 2);
});

test("changes are made one at a time", async (t) => {
  const { sandbox, state, call, cookie, send } = await start(t);
  const session = await cookie();
  let go = () => {};
  const real = state.turn;
  state.turn = () => new Promise((done) => void (go = done));
  const first = send("POST", PERSON, newPerson("first@wfo.example"), session);
  while (!state.changing) await new Promise(setImmediate);
  for (const busyStatus of [503, 429, 409]) {
    sandbox.assumptions.set({ "workforce-optimization.busy-status": String(busyStatus) });
    assert.equal((await send("POST", PERSON, newPerson("second@wfo.example"), session)).status, busyStatus);
  }
  assert.equal((await send("GET", PEOPLE, undefined, session)).status, 200, "reads go on");
  state.turn = real;
  go();
  assert.equal((await first).status, 200);
  const both = await Promise.all(
    ["a@wfo.example", "b@wfo.example"].map((email) => send("POST", PERSON, newPerson(email), session)),
  );
  assert.ok(both.some(({ status }) => status === 200));
  sandbox.faults.add({ match: { call: "workforce-optimization.createPerson" }, fault: { kind: "busy" } });
  assert.equal((await call("POST", PERSON, newPerson("c@wfo.example"))).status, 409);
});
