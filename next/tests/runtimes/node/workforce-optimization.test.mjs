// Workforce Optimization over HTTP, with the packed package: the roster from first plan to last deactivation, one
// log-in and one log-out for each run, and a password that is tried once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WorkforceOptimization } from "provisor";
import { all, byRow, failing, memoryJournal, shortly, statuses } from "./kit/scene.mjs";
import { ADMIN, AUTHORIZE, PEOPLE, PERSON, ROLES, roster, TEAMS, VIEWS, wfo } from "./kit/workforce-optimization.mjs";

const API_USER = "api.user@wfo.example";
const LOG_IN = `POST ${AUTHORIZE}`;
const LOG_OUT = `DELETE ${AUTHORIZE}`;
const CREATE = `POST ${PERSON}`;
const writes = (lines) => lines.filter((line) => line === CREATE || line.startsWith("PUT "));
const names = (list) => list.map(({ name }) => name);

/** What the roster says of somebody, as the stand-in has it. */
function asAsked(state, asked) {
  const [person, ...more] = state.peopleOf(asked.userName);
  assert.equal(more.length, 0, asked.userName);
  const { roles = ["Administrator"], team = "Default Team", scope = {}, wfmViews = ["EnterpriseView"] } = asked;
  const { groupId, parentGroupId } = state.teams.find(({ name }) => name === team);
  assert.deepEqual(
    [person.firstName, person.lastName, person.groupId, person.parentGroup, names(person.roles), names(person.views)],
    [asked.firstName, asked.lastName, groupId, parentGroupId, roles, wfmViews],
    asked.userName,
  );
  assert.deepEqual(person.views.map(({ isMain }) => isMain), wfmViews.map((_, n) => n === 0));
  const ids = (list, wanted) => list.filter(({ name }) => wanted.includes(name)).map(({ groupId }) => groupId);
  // Who administers, administers everything.
  if (scope.tenant || asked.preset) {
    const everything = state.teams.map(({ groupId }) => groupId);
    assert.ok(person.scope.tenant !== null || everything.every((id) => person.scope.teams.includes(id)));
  } else {
    const { groups = [], teams = [] } = scope;
    assert.deepEqual(person.scope, { tenant: null, groups: ids(state.groups, groups), teams: ids(state.teams, teams) });
  }
  if (asked.password) assert.equal(state.passwords.get(person.id), asked.password);
}

test("the roster: planned, provisioned, again unchanged, changed, deactivated", async (t) => {
  const { client, state, sent } = await wfo(t);
  const people = await roster();
  const good = people.slice(0, 8);
  const one = client();
  const before = state.people.length;
  const kept = structuredClone(state.peopleOf("moved.on@wfo.example")[0]);

  const kinds = [];
  for (const person of good) kinds.push(shortly((await one.plan(person)).changes).join());
  assert.deepEqual(kinds.map((kind) => kind.split(",")[0]), ["", "team", ...Array(6).fill("create")]);
  assert.deepEqual(writes(sent()), [], "a plan only reads");

  const first = await all(one.provisionAll(people));
  assert.deepEqual(statuses(first), ["unchanged", "updated", ...Array(6).fill("created"), "failed", "conflict"]);
  const [wizard, night] = [8, 9].map((row) => first.find((outcome) => outcome.row === row).error);
  assert.deepEqual([wizard.code, night.code], ["not_found", "ambiguous"]);
  for (const name of ["Administrator", "Team Lead", "Agent", "Auditor"]) assert.ok(wizard.hint.includes(name), wizard.hint);
  const { changes, warnings } = first.find(({ status }) => status === "updated");
  assert.deepEqual(shortly(changes), ["team", "roles", "scope.teams", "wfmViews"]);
  assert.ok(warnings.some((warning) => warning === "takes away the role Agent"), String(warnings));
  const lines = sent();
  const count = (line) => lines.filter((each) => each === line).length;
  for (const line of [LOG_IN, LOG_OUT, `GET ${PEOPLE}`, `GET ${TEAMS}`, `GET ${ROLES}`, `GET ${VIEWS}`]) assert.equal(count(line), 1, line);
  assert.deepEqual([lines[0], lines.at(-1), count(CREATE), state.people.length], [LOG_IN, LOG_OUT, 6, before + 6]);
  for (const person of good) asAsked(state, person);
  assert.deepEqual(state.mails.length, 6);
  const { roles, groupId, parentGroup, scope, views, ...others } = kept;
  assert.deepEqual({ ...state.peopleOf("moved.on@wfo.example")[0], roles, groupId, parentGroup, scope, views }, { ...others, roles, groupId, parentGroup, scope, views });

  assert.deepEqual(statuses(await all(one.provisionAll(good))), Array(8).fill("unchanged"));
  assert.deepEqual(writes(sent()), [], "a second run writes nothing");

  const change = { ...people[3], lastName: "O'Shea-Doe", roles: ["Auditor"], scope: { groups: ["R&D"] } };
  const changed = await one.provision(change);
  assert.deepEqual([changed.status, changed.verified, shortly(changed.changes)], ["updated", true, ["lastName", "roles", "scope.groups"]]);
  asAsked(state, change);

  for (const person of good) {
    const outcome = await one.deprovision(person);
    assert.deepEqual([outcome.status, outcome.verified, outcome.changes], ["deprovisioned", true, [{ kind: "deactivate" }]], person.userName);
    assert.equal(state.isActive(state.peopleOf(person.userName)[0]), false);
    assert.equal((await one.deprovision(person)).status, "unchanged");
  }
  assert.deepEqual([state.people.length, state.sessions.size, state.attempts.refused], [before + 6, 0, 0]);
});

test("a rejected password reaches the platform once", async (t) => {
  const { client, state, sent } = await wfo(t);
  const wrong = client({ credentials: { password: "CANARY-wrong" } });
  const people = await roster();
  await failing("auth_rejected", all(wrong.provisionAll(people)));
  for (const person of people.slice(0, 3)) {
    const error = await failing("auth_rejected", wrong.provision(person));
    assert.match(error.hint, /lock/);
  }
  await wrong.close();
  await failing("auth_rejected", wrong.connect());
  assert.deepEqual(sent(), [LOG_IN]);
  assert.deepEqual([state.attempts, state.locked.size], [{ all: 1, refused: 1 }, 0]);
});

test("a session that is over is got anew, once, and every run logs out", async (t) => {
  for (const status of ["401", "403"]) {
    const { client, sandbox, state, sent } = await wfo(t);
    sandbox.assumptions.set({ "workforce-optimization.expired-session": status });
    sandbox.faults.add({ match: { method: "POST", path: PERSON }, fault: { kind: "expire-session" } });
    const outcome = await client().provision((await roster())[2]);
    assert.deepEqual([outcome.status, outcome.verified], ["created", true], status);
    assert.equal(sent().filter((line) => line === LOG_IN).length, 2);
    assert.deepEqual([state.sessions.size, state.peopleOf(API_USER).length], [0, 1]);
  }
});

test("an aborted run logs out", async (t) => {
  const { client, sandbox, state, sent } = await wfo(t);
  const person = (await roster())[2];
  for (const [method, path] of [["GET", PEOPLE], ["GET", ROLES], ["POST", PERSON]]) {
    const stop = new AbortController();
    const rule = sandbox.faults.add({ match: { method, path }, fault: { kind: "hang" } });
    const run = client().provision(person, { signal: stop.signal });
    while (rule.fired === 0) await new Promise(setImmediate);
    stop.abort(new Error("enough"));
    // A create without an answer is told; all else is thrown.
    const ended = await run.catch((error) => ({ error }));
    assert.equal(ended.error.code, "aborted", path);
    assert.equal(ended.status, method === "POST" ? "unknown" : undefined, path);
    assert.equal(sent().at(-1), LOG_OUT, path);
    assert.equal(state.sessions.size, 0, path);
  }
  assert.equal(state.peopleOf(API_USER).length, 0);
});

test("whatever happens to a create, there is one account and a true outcome", async (t) => {
  const person = (await roster())[2];
  for (const [fault, expected] of [
    [{ kind: "status", status: 500, when: "after" }, "created"],
    [{ kind: "drop", when: "after" }, "created"],
    [{ kind: "drop", when: "before" }, "unknown"],
    [{ kind: "html", when: "after" }, "created"],
    [{ kind: "empty" }, "created"],
    [{ kind: "wrong-types" }, "created"],
    [{ kind: "rate-limit", seconds: 0 }, "created"],
    [{ kind: "drop-fields" }, "created"],
  ]) {
    const { client, sandbox, state } = await wfo(t);
    sandbox.faults.add({ match: { method: "POST", path: PERSON }, fault });
    const outcome = await client().provision(person);
    const name = JSON.stringify(fault);
    assert.deepEqual([outcome.status, outcome.verified], [expected, expected === "created"], `${name}: ${outcome.error?.message}`);
    assert.deepEqual([state.peopleOf(API_USER).length, state.mails.length], expected === "created" ? [1, 1] : [0, 0], name);
    assert.equal(state.sessions.size, 0, name);
    if (expected === "created") asAsked(state, person);
    assert.equal((await client().provision(person)).status, expected === "created" ? "unchanged" : "created", name);
    assert.equal(state.peopleOf(API_USER).length, 1, name);
  }
});

test("an account that shows late is waited for, not made twice", async (t) => {
  const { client, sandbox, state } = await wfo(t);
  const person = (await roster())[2];
  for (const fault of [{ kind: "late-visibility", lookups: 1 }, { kind: "drop", when: "after" }]) {
    sandbox.faults.add({ match: { method: "POST", path: PERSON }, fault });
  }
  const outcome = await client().provision(person);
  assert.deepEqual([outcome.status, outcome.verified], ["created", true], outcome.error?.message);
  assert.match(outcome.warnings.join(), /not answered clearly/);
  assert.deepEqual([state.peopleOf(API_USER).length, state.mails.length], [1, 1]);
});

test("two of a name stop the person; lists that are not there need a reference person", async (t) => {
  const { client, sandbox, state } = await wfo(t);
  const people = await roster();
  sandbox.faults.add({ match: { path: PEOPLE }, fault: { kind: "duplicate-entry", email: people[0].userName } });
  const twin = await client().provision(people[0]);
  assert.deepEqual([twin.status, twin.error.code], ["conflict", "ambiguous"]);
  for (const list of ["roles", "views"]) sandbox.assumptions.set({ [`workforce-optimization.${list}-list`]: "missing" });
  const lost = await client().provision(people[2]);
  assert.deepEqual([lost.status, lost.error.code], ["failed", "config_missing"]);
  assert.match(lost.error.hint, /referenceUser/);
  const copied = await client({ referenceUser: ADMIN }).provision(people[2]);
  assert.equal(copied.status, "created");
  asAsked(state, people[2]);
});

test("a journal of a bulk run holds no password, and a second life sends nothing", async (t) => {
  const { client, sent, witness } = await wfo(t);
  const people = await roster();
  const journal = memoryJournal();
  const first = await all(client().provisionAll(people, { journal }));
  witness.see(journal.text);
  sent();
  const again = await all(client().provisionAll(people, { journal, retry: "none" }));
  assert.deepEqual(statuses(again), statuses(first));
  assert.deepEqual(sent(), []);
});

test("connecting, and requests as data", async (t) => {
  const { client, state, sent } = await wfo(t);
  const one = client();
  const { platform, warnings } = await one.connect();
  assert.deepEqual([platform, warnings.length], ["workforce-optimization", 0]);
  assert.deepEqual(sent(), [LOG_IN, `GET ${ROLES}`, LOG_OUT]);
  const list = one.requests.listUsers();
  assert.deepEqual([list.method, list.path, list.headers.cookie], ["GET", PEOPLE, undefined]);
  const body = JSON.stringify(state.people.map(({ id, email, adLogin }) => ({ personId: id, email, adLogin, active: true })));
  assert.equal(one.responses.listUsers({ status: 200, body }).length, state.people.length);
  assert.deepEqual(sent(), [], "building and reading sends nothing");
});

test("a page is refused at once, whatever it allows", (t) => {
  const page = globalThis;
  const options = { baseUrl: "https://wfo.example", credentials: { userId: ADMIN, password: "CANARY-x" }, allowBrowser: true };
  page.window = globalThis;
  page.document = { createElement() {} };
  t.after(() => {
    delete page.window;
    delete page.document;
  });
  const refused = { name: "ProvisorError", code: "unsupported", message: /cookie/, hint: /Worker/ };
  assert.throws(() => new WorkforceOptimization(options), refused);
  delete page.window;
  // A worker in a browser is no page, but its requests lose the header as well.
  const { Request } = globalThis;
  globalThis.Request = class {
    headers = new Headers();
  };
  try {
    assert.throws(() => new WorkforceOptimization(options), refused);
  } finally {
    globalThis.Request = Request;
  }
  assert.ok(new WorkforceOptimization(options));
});
