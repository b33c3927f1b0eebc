// Taking many off a platform, and bulk runs that are stopped: with the packed package, over HTTP.
import assert from "node:assert/strict";
import { test } from "node:test";
import { roster as rosters } from "provisor";
import { all, failing, memoryJournal } from "./kit/scene.mjs";
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
  assert.deepEqual(outcomes.map(({ status, verified }) => [status, verified]), [["updated", true]]);
  assert.equal(suspended(state), standing + 1);

  sent();
  const everybody = rosters.leavers(before, [], { platform: "workspan" });
  assert.equal(everybody.length, before.length);
  const options = [
    [{ among: before.length }, "config_invalid"],
    [{}, "config_missing"],
    [{ maxDeprovision: 9 }, "config_invalid"],
    [{ maxDeprovision: "90%", among: 10 }, "config_invalid"],
    [{ maxDeprovision: "all", among: 10 }, "config_invalid"],
    [{ maxDeprovision: NaN }, "config_invalid"],
    [{ maxdeprovision: 100 }, "config_invalid"],
  ];
  for (const [option, code] of options) {
    const error = await failing(code, all(span.deprovisionAll(everybody, option)));
    assert.ok(error.hint.length > 0);
  }
  assert.deepEqual([sent(), suspended(state)], [[], standing + 1], "nothing at all is sent");

  const last = await all(span.deprovisionAll(everybody, { maxDeprovision: 10 }));
  assert.ok(last.every(({ status }) => ["updated", "unchanged"].includes(status)));
  assert.deepEqual((await all(span.deprovisionAll(everybody, { maxDeprovision: 10 }))).map(({ status }) => status), Array(10).fill("unchanged"));
});

test("a platform that refuses everybody is asked about few, and the journal goes on with the rest", async (t) => {
  const { client, state, sandbox, sent } = await workspan(t);
  const users = people(120);
  const journal = memoryJournal();
  sandbox.faults.add({ match: { method: "POST", path: USERS }, times: "always", fault: { kind: "status", status: 403 } });
  const told = [];
  const error = await failing("forbidden", async () => {
    for await (const outcome of client().provisionAll(users, { journal })) told.push(outcome);
  });
  assert.match(error.message, /of \d+ rows failed the same way/);
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
