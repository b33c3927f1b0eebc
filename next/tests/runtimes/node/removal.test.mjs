// Taking many off a platform, and bulk runs that are stopped: with the packed package, over HTTP.
import assert from "node:assert/strict";
import { test } from "node:test";
import { roster as rosters } from "provisor";
import { all, failing, failingAfter, memoryJournal } from "./kit/scene.mjs";
import { roster, USERS, workspan } from "./kit/workspan.mjs";

const people = (count) =>
  Array.from({ length: count }, (_, n) => ({ email: `p${n}@partner.example`, givenName: "P", familyName: `No ${n}` }));
const suspended = (state) => state.users.filter(({ active }) => active === false).length;

test("who is no longer on the roster is taken off, within the limit", async (t) => {
  const { client, state, sent } = await workspan(t);
  const span = client();
  const before = await roster();
  await all(span.provisionAll(before));
  const standing = suspended(state);
  sent();

  const gone = rosters.leavers(before, before.slice(1), { platform: "workspan" });
  assert.deepEqual(gone, [before[0]]);
  const outcomes = await all(span.deprovisionAll(gone, { among: before.length }));
  assert.deepEqual(outcomes.map(({ status, verified }) => [status, verified]), [["deprovisioned", true]]);
  assert.equal(suspended(state), standing + 1);

  sent();
  const everybody = rosters.leavers(before, [], { platform: "workspan" });
  assert.equal(everybody.length, before.length);
  const options = [
    [{ among: before.length }, "config_invalid"],
    [{}, "config_missing"],
    [{ limit: 9 }, "config_invalid"],
    [{ limit: "90%", among: 10 }, "config_invalid"],
    [{ limit: "all", among: 10 }, "config_invalid"],
    [{ limit: NaN }, "config_invalid"],
    [{ Limit: 100 }, "config_invalid"],
  ];
  for (const [option, code] of options) {
    for (const call of [() => span.deprovisionAll(everybody, option), () => span.planAll(everybody, { remove: true, ...option })]) {
      const error = await failing(code, all(call()));
      assert.ok(error.hint.length > 0, JSON.stringify(option));
    }
  }
  const plans = [];
  for (const person of everybody) plans.push(await span.plan(person, { remove: true }));
  sent();
  await failing("config_invalid", all(span.applyAll(plans, { among: before.length })));
  assert.deepEqual([sent(), suspended(state)], [[], standing + 1], "nothing at all is sent");

  const last = await all(span.deprovisionAll(everybody, { limit: 10 }));
  assert.ok(last.every(({ status }) => ["deprovisioned", "unchanged"].includes(status)));
  assert.deepEqual((await all(span.deprovisionAll(everybody, { limit: 10 }))).map(({ status }) => status), Array(10).fill("unchanged"));
});

test("a platform that refuses everybody is asked about few, and the journal goes on with the rest", async (t) => {
  const { client, state, sandbox, sent } = await workspan(t);
  const users = people(120);
  const journal = memoryJournal();
  sandbox.faults.add({ match: { method: "POST", path: USERS }, times: "always", fault: { kind: "status", status: 403 } });
  const [told, error] = await failingAfter("forbidden", client().provisionAll(users, { journal }));
  assert.match(error.message, /of \d+ rows failed alike, so the run was stopped \(nothing was written\)/);
  assert.match(error.hint, /circuitBreaker/);
  assert.ok(told.length >= 20 && told.length < 40, String(told.length));
  assert.equal(sent().filter((line) => line === `POST ${USERS}`).length, told.length);

  sandbox.faults.clear();
  const count = state.users.length;
  const rest = await all(client().provisionAll(users, { journal }));
  assert.deepEqual([rest.length, state.users.length - count], [120, 120 - told.length]);
  for (const option of [{ share: 40 }, { rows: 0 }, "off", { parts: 1 }]) {
    await failing("config_invalid", all(client().provisionAll(users, { circuitBreaker: option })));
  }
});

test("the breaker says what was written before it opened", async (t) => {
  const { client, sandbox, state } = await workspan(t);
  sandbox.faults.add({ match: { method: "POST", path: USERS, nth: 8 }, times: "always", fault: { kind: "status", status: 403 } });
  const before = state.users.length;
  const [told, error] = await failingAfter("forbidden", client("sandbox", { concurrency: 1 }).provisionAll(people(60)));
  const created = told.filter(({ status }) => status === "created").length;
  assert.deepEqual([created, state.users.length - before], [7, 7]);
  assert.match(error.message, /so far: 7 created/);
  assert.doesNotMatch(error.hint, /retry/, "no advice that does nothing");
});

test("who is gone is gone, who never was is no failure, and a plan of it can be approved", async (t) => {
  const { client, state, sent } = await workspan(t);
  const span = client();
  const jane = { email: "jane.roe@partner.example" };
  const plan = JSON.parse(JSON.stringify(await span.plan(jane, { remove: true })));
  assert.deepEqual([plan.action, plan.remove, plan.changes], ["remove", true, [{ kind: "suspend" }]]);
  assert.equal(state.usersOf(jane.email)[0].active, true);
  const outcome = await client().apply(plan);
  assert.deepEqual([outcome.status, outcome.verified, outcome.changes], ["deprovisioned", true, [{ kind: "suspend" }]]);
  sent();
  const nobody = await span.deprovision({ email: "no.body@partner.example" });
  assert.deepEqual([nobody.status, nobody.existedBefore, nobody.id], ["unchanged", false, undefined]);
  assert.deepEqual((await span.deprovision(jane)).status, "unchanged");
  assert.ok(sent().every((line) => line.startsWith("GET")));
});
