// WorkSpan over HTTP, with the packed package: the roster from first plan to last suspension, and whose refusal it was.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WorkSpan } from "provisor";
import { all, byRow, failing, memoryJournal, shortly, statuses } from "./kit/scene.mjs";
import { ENTERPRISE, REPORTS, roster, TOKEN, USERS, workspan } from "./kit/workspan.mjs";

const POST = `POST ${USERS}`;
const writes = (lines) => lines.filter((line) => /^(POST|PUT) \/api/.test(line));

/** What the roster says of somebody, as the stand-in has it. */
function asAsked({ userName, name, displayName, active, [ENTERPRISE]: extension }, asked) {
  const { email, givenName, familyName } = asked;
  assert.deepEqual(
    [userName.toLowerCase(), name.givenName, name.familyName, active],
    [email.toLowerCase(), givenName, familyName, asked.active ?? true],
  );
  if (asked.displayName) assert.equal(displayName, asked.displayName);
  if (asked.department) assert.equal(extension.department, asked.department);
}

test("the roster: planned, provisioned, again unchanged, changed, suspended", async (t) => {
  const { client, state, sent, witness } = await workspan(t);
  const people = await roster();
  const span = client();
  const before = state.users.length;
  const moved = structuredClone(state.usersOf("moved.on@partner.example")[0]);

  const kinds = [];
  for (const person of people) kinds.push((await span.plan(person)).action);
  assert.deepEqual(kinds, ["none", "update", ...Array(8).fill("create")]);
  assert.deepEqual(writes(sent()), [], "a plan only reads");

  const first = await all(span.provisionAll(people));
  assert.deepEqual(statuses(first), ["unchanged", "updated", ...Array(8).fill("created")]);
  assert.ok(first.every(({ verified, id, warnings }) => verified && id.startsWith("Ws-Person_") && !warnings.length));
  assert.deepEqual(shortly(first.find(({ status }) => status === "updated").changes), ["department"]);
  assert.deepEqual(writes(sent()).filter((line) => line === POST).length, 8);
  assert.equal(state.users.length, before + 8);
  for (const person of people) {
    const [user, ...more] = state.usersOf(person.email);
    assert.equal(more.length, 0, person.email);
    asAsked(user, person);
  }
  const [now] = state.usersOf("moved.on@partner.example");
  const { meta: _, [ENTERPRISE]: __, ...kept } = moved;
  const theirs = { meta: undefined, [ENTERPRISE]: undefined };
  assert.deepEqual({ ...now, ...theirs }, { ...kept, ...theirs }, "what nobody asked for is as it was");

  assert.deepEqual(statuses(await all(span.provisionAll(people))), Array(10).fill("unchanged"));
  assert.deepEqual(writes(sent()), [], "a second run writes nothing");

  const ann = people.find(({ email }) => email.startsWith("ann."));
  const changed = await span.provision({ ...ann, familyName: "Exemplar", department: "営業" });
  assert.deepEqual([changed.status, changed.verified], ["updated", true]);
  assert.deepEqual(shortly(changed.changes), ["familyName", "department"]);
  asAsked(state.usersOf(ann.email)[0], { ...ann, familyName: "Exemplar", department: "営業" });

  for (const person of people) {
    const [{ active }] = state.usersOf(person.email);
    const outcome = await span.deprovision(person);
    assert.deepEqual([outcome.status, outcome.verified], [active ? "deprovisioned" : "unchanged", true], person.email);
    assert.equal(state.usersOf(person.email)[0].active, false);
  }
  assert.equal(state.users.length, before + 8, "nobody is removed");
  const stays = await span.provision(people[0]);
  assert.deepEqual([stays.status, stays.warnings.length], ["unchanged", 1]);
  assert.match(stays.warnings[0], /suspended/);
  assert.equal((await span.provision({ ...people[0], active: true })).status, "updated");
  const nobody = await span.deprovision({ email: "no.body@partner.example", givenName: "No", familyName: "Body" });
  assert.deepEqual([nobody.status, nobody.existedBefore], ["unchanged", false]);
  assert.ok(witness.check() > 0);
});

test("a plan is stored, applied elsewhere, and refused once the world has moved on", async (t) => {
  const { client, state } = await workspan(t);
  const [, moved, ann] = await roster();
  for (const [person, status] of [
    [moved, "updated"],
    [ann, "created"],
  ]) {
    const plan = JSON.parse(JSON.stringify(await client().plan(person)));
    const outcome = await client().apply(plan);
    assert.deepEqual([outcome.status, outcome.verified], [status, true]);
    assert.equal((await client().apply(plan)).status, "unchanged", "what is there already is not stale");
  }
  assert.equal(state.usersOf(ann.email).length, 1);
});

test("connect says whose refusal it was", async (t) => {
  const { client, state, sent, url } = await workspan(t);
  const connection = await client().connect();
  assert.deepEqual([connection.platform, connection.warnings], ["workspan", []]);
  assert.ok(connection.expiresAt > Date.now());
  assert.deepEqual(sent(), [`POST ${TOKEN}`, `GET ${REPORTS}`]);
  assert.match((await client("uat", { environment: "uat.workspan.com" }).connect()).platform, /^workspan$/);
  assert.deepEqual((await client("odd").connect()).warnings, []);

  const { clientId } = state.clients[0];
  const wrong = { credentials: { clientId, clientSecret: "CANARY-not-the-secret" } };
  const table = [
    ["wrong pair", client("sandbox", wrong), "auth_rejected", /pair/],
    ["no environment", client("uat"), "auth_rejected", /environment/],
    ["wrong environment", client("uat", { environment: "demo.workspan.com" }), "auth_rejected", /environment/],
    ["narrow access type", client("market"), "forbidden", /access type/],
  ];
  for (const [name, span, code, hint] of table) {
    sent();
    const error = await failing(code, span.connect());
    assert.match(error.hint, hint, name);
    assert.deepEqual(sent(), [`POST ${TOKEN}`, ...(code === "forbidden" ? [`GET ${REPORTS}`] : [])], name);
  }
  const error = await failing("auth_rejected", client("sandbox", wrong).connect());
  assert.doesNotMatch(error.hint, /gets a token/);

  state.settings.subscriptionKey = "CANARY-gateway-key";
  assert.match((await failing("auth_rejected", client().connect())).hint, /set subscriptionKey/);
  const other = client("sandbox", { subscriptionKey: "CANARY-other" });
  assert.match((await failing("auth_rejected", other.connect())).hint, /check subscriptionKey/);
  assert.equal((await client("sandbox", { subscriptionKey: "CANARY-gateway-key" }).connect()).platform, "workspan");

  state.settings.subscriptionKey = null;
  const foreign = { clientId: "Ws-Person_1", clientSecret: "CANARY-own" };
  state.clients.push({ ...foreign, accessType: "ObjectRead" });
  const { warnings } = await new WorkSpan({ baseUrl: url, credentials: foreign }).connect();
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /WS-ApplicationUser_/);
});

test("an access type that may not write leaves everything as it was", async (t) => {
  const { client, state } = await workspan(t);
  const people = await roster();
  const before = structuredClone(state.users);
  const outcomes = await all(client("read").provisionAll(people));
  assert.deepEqual(statuses(outcomes), ["unchanged", ...Array(9).fill("failed")]);
  assert.ok(outcomes.every(({ error }) => error === undefined || error.code === "forbidden"));
  assert.deepEqual(state.users, before);
});

test("the steps that make an Application User, filled in", async (t) => {
  const { client, sent } = await workspan(t);
  const span = client();
  const { steps, warnings } = span.applicationUserSteps({ name: "Report “Export”", accessType: "Object Read" });
  assert.deepEqual(
    steps.flatMap(({ gives }) => gives ?? []),
    ["clientSecret", "clientId"],
  );
  assert.ok(steps.every(({ place, action }) => place.length > 0 && action.length > 0));
  assert.match(steps.map(({ action }) => action).join("\n"), /Report “Export”.*Object Read/);
  assert.equal(warnings.length, 2);
  const odd = span.applicationUserSteps({ name: "x", accessType: "MARKETPLACE_ACTIONS", clientId: " someone " });
  assert.match(odd.warnings.at(-1), /WS-ApplicationUser_/);
  const good = { name: "x", accessType: "y" };
  for (const wrong of [{}, { name: "x" }, { ...good, name: "" }, { ...good, more: 1 }, null]) {
    await failing("config_invalid", () => span.applicationUserSteps(wrong));
  }
  assert.deepEqual(sent(), []);
});

test("close gives the token back", async (t) => {
  const { client, state, sent, sandbox } = await workspan(t);
  const span = client("uat", { environment: "uat.workspan.com" });
  await span.connect();
  assert.equal(state.tokens.size, 1);
  sent();
  await span.close();
  assert.deepEqual(sent(), [`DELETE ${TOKEN}`]);
  assert.equal(sandbox.log.at(-1).headers["x-ws-env"], "uat.workspan.com");
  assert.equal(state.tokens.size, 0);
  const disposed = client();
  await disposed.connect();
  assert.equal(state.tokens.size, 1);
  await disposed[Symbol.asyncDispose]();
  assert.equal(state.tokens.size, 0);
  const late = client();
  await late.connect();
  state.revoke();
  await late.close();
});

test("whatever the platform does, at most one account and the truth", async (t) => {
  const ann = { email: "ann@partner.example", givenName: "Ann", familyName: "Example" };
  const create = { method: "POST", path: USERS };
  const table = [
    ["a late user", create, { kind: "late-visibility", lookups: 1 }, "created", 1],
    ["200 for 201", create, { kind: "assume", values: { "workspan.created-status": "200" } }, "created", 1],
    ["500 after", create, { kind: "status", status: 500, when: "after" }, "created", 1],
    ["dropped after", create, { kind: "drop", when: "after" }, "created", 1],
    ["truncated", create, { kind: "truncate" }, "created", 1],
    ["a login page, done", create, { kind: "html", when: "after" }, "created", 1],
    ["a rejected token", create, { kind: "expire-session" }, "created", 1],
    ["slow down", create, { kind: "gateway-rate-limit", seconds: 0 }, "created", 1],
    ["a filter that is ignored", { method: "GET", path: USERS }, { kind: "ignore-filter" }, "failed", 0],
    ["no Resources", { method: "GET", path: USERS }, { kind: "assume", values: { "workspan.empty-list": "no-resources" } }, "created", 1],
  ];
  for (const [name, match, fault, status, count] of table) {
    const { client, sandbox, state } = await workspan(t);
    sandbox.faults.add({ match, times: 1, fault });
    const outcome = await client().provision(ann);
    assert.deepEqual([outcome.status, state.usersOf(ann.email).length], [status, count], name);
    assert.equal(outcome.verified, status === "created", name);
  }
  const { client, sandbox, state } = await workspan(t);
  const put = { method: "PUT" };
  sandbox.faults.add({ match: put, times: 1, fault: { kind: "ignored-write" } });
  const ignored = await client().provision({ ...ann, email: "somebody.else@partner.example" });
  assert.deepEqual([ignored.status, ignored.error.code], ["failed", "conflict"]);
  sandbox.faults.add({ match: { path: USERS }, times: 1, fault: { kind: "ambiguous" } });
  const twins = await client().provision({ ...ann, email: "jane.roe@partner.example" });
  assert.deepEqual([twins.status, twins.error.code], ["conflict", "ambiguous"]);
  assert.equal(state.usersOf("jane.roe@partner.example").length, 1);
});

test("a bulk run goes on from its journal, and says the same", async (t) => {
  const { client, state, sent } = await workspan(t);
  const people = await roster();
  const journal = memoryJournal();
  const first = await all(client().provisionAll(people, { journal }));
  sent();
  const again = await all(client().provisionAll(people, { journal: memoryJournal(journal.text) }));
  assert.deepEqual([statuses(again), sent()], [statuses(first), []]);
  assert.ok(again.every(({ resumed, id }) => resumed && id));
  const half = journal.text.slice(0, journal.text.length / 2);
  const resumed = await all(client().provisionAll(people, { journal: memoryJournal(half) }));
  assert.ok(resumed.every(({ verified, error }) => verified && error === undefined));
  assert.deepEqual(writes(sent()), [], "what is done is found, whether the journal knows it or not");
  for (const { email } of people) assert.equal(state.usersOf(email).length, 1, email);
});
