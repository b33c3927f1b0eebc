// The journal of a bulk run: what it holds, what it brings back, and what it is refused for.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileJournal } from "provisor/node";
import { accountsOf, byRow, checkIds, PEOPLE } from "./kit/bulk.mjs";
import { all, CREATE, failing, JANE, JOHN, memoryJournal, scene } from "./kit/scene.mjs";
import { PERSONAL } from "./kit/witness.mjs";

const entriesOf = (journal) =>
  journal
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line).entry);

test("whoever leaves the loop ends the run; the journal takes it up again", async (t) => {
  const { client, state } = await scene(t);
  let calls = 0;
  const counted = (url, init) => {
    calls += 1;
    return fetch(url, init);
  };
  const pal = client({ concurrency: 1, fetch: counted });
  const journal = memoryJournal();
  for await (const outcome of pal.provisionAll(PEOPLE, { journal })) {
    assert.ok(outcome);
    break;
  }
  const early = calls;
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  assert.equal(calls, early, "nothing is sent after the loop was left");
  assert.ok(early < 30, `${early} requests`);
  const outcomes = await all(client().provisionAll(PEOPLE, { journal }));
  assert.equal(outcomes.length, PEOPLE.length);
  assert.equal(accountsOf(state).length, 27);
  checkIds(state, outcomes);
  await assert.rejects(async () => {
    for await (const _ of pal.provisionAll(PEOPLE)) throw new RangeError("the caller's own");
  }, RangeError);
});

test("a finished run is told again from its journal alone", async (t) => {
  const { client, sent, witness } = await scene(t);
  const journal = memoryJournal();
  const first = await all(client().provisionAll(PEOPLE, { journal }));
  witness.see(journal.text);
  sent();
  const appends = journal.appends;
  const second = await all(client().provisionAll(PEOPLE, { journal }));
  assert.deepEqual(
    second.sort((a, b) => a.row - b.row),
    first.sort((a, b) => a.row - b.row),
  );
  assert.deepEqual(sent(), []);
  assert.equal(journal.appends, appends);
});

test("a journal that is not this run's is refused before anything is sent", async (t) => {
  const { client, sent } = await scene(t);
  const journal = memoryJournal();
  await all(client().provisionAll([JOHN, JANE], { journal }));
  sent();
  const { text } = journal;
  const lines = text.trimEnd().split("\n");
  const swap = [lines[0], ...lines.slice(1).map((line) => line.replace("john@", "mary@"))].join("\n") + "\n";
  const table = [
    [[JANE, JOHN], text, {}, /other users/],
    [[JOHN], text, {}, /other users/],
    [[JOHN, JANE], text, { ifExists: "fail" }, /other settings/],
    [[JOHN, JANE], text, { baseUrl: "http://localhost:1" }, /other settings/],
    [[JOHN, JANE], text.replace('"myworkpal"', '"workiva"'), {}, /line 1 is damaged/],
    [[JOHN, JANE], `${lines[1]}\n`, {}, /line 1/],
    [[JOHN, JANE], "users.csv\nof another kind\n", {}, /line 1 is damaged/],
    [[JOHN, JANE], swap, {}, /line \d+ is damaged/],
  ];
  for (const [users, saved, options, words] of table) {
    const other = memoryJournal(saved);
    const error = await failing("stale_journal", all(client(options).provisionAll(users, { journal: other })));
    assert.match(error.message, words);
    assert.match(error.hint, /new journal/);
    assert.equal(other.text, saved, "it is left as it was");
  }
  assert.deepEqual(sent(), []);
  const saved = client();
  const run = saved.start(JOHN);
  run.next(0);
  await failing("stale_journal", all(saved.provisionAll([JOHN], { journal: memoryJournal(run.save()) })));
});

test("a journal that cannot be written stops the run before anything else is sent", async (t) => {
  for (let at = 0; at < 8; at += 1) {
    for (const how of ["rejects", "throws"]) {
      const { client, sent, traffic, state } = await scene(t);
      const inner = memoryJournal();
      let failed = false;
      let after = 0;
      traffic.onRequest = async () => void (after += failed ? 1 : 0);
      const full = new Error("ENOSPC: no space left");
      const append = (text) => {
        if (inner.appends < at) return inner.append(text);
        failed = true;
        if (how === "throws") throw full;
        return Promise.reject(full);
      };
      const run = all(
        client({ concurrency: 1 }).provisionAll(PEOPLE.slice(0, 6), { journal: { read: inner.read, append } }),
      );
      const error = await failing("config_invalid", run);
      assert.match(error.message, /^journal: .*ENOSPC/);
      assert.equal(error.cause, full);
      assert.equal(after, 0, "nothing was sent after the failure");
      const creates = sent().filter((line) => line === `POST ${CREATE}`).length;
      const intents = entriesOf(inner.text).filter((entry) => entry.intent).length;
      assert.ok(creates <= intents, `${creates} creates, ${intents} of them in the journal`);
      const resumed = await all(client().provisionAll(PEOPLE.slice(0, 6), { journal: inner }));
      assert.equal(resumed.filter(({ verified }) => verified).length, 6);
      accountsOf(state);
    }
  }
});

test("the journal holds what was done, in a file that others can read, and nothing personal", async (t) => {
  const { client, witness } = await scene(t);
  const dir = await mkdtemp(join(tmpdir(), "provisor-"));
  t.after(() => rm(dir, { recursive: true }));
  const path = join(dir, "run.journal");
  const { niNumber, dateOfBirth, salary } = PERSONAL;
  const details = { personDetails: { niNumber, dateOfBirth }, employeeDetails: { salary, jobTitle: "Lead" } };
  const people = [
    { ...JOHN, details },
    { ...JANE, details: { employeeDetails: { jobTitle: "Head", salary } } },
  ];
  const outcomes = await all(client().provisionAll(people, { journal: fileJournal(path) }));
  assert.deepEqual(
    byRow(outcomes).map(([, , status]) => status),
    ["created", "updated"],
  );
  const text = witness.see(await readFile(path, "utf8"));
  const [header, ...entries] = entriesOf(text);
  assert.deepEqual([header.provisor, header.platform, header.verb], [1, "myworkpal", "provisionAll"]);
  assert.equal(entries.filter((entry) => entry.intent).length, 1);
  assert.equal(entries.filter((entry) => entry.done).length, 2);
  assert.ok(!text.includes("Lead") && !text.includes("Head"), "no value of the details is kept");
  const other = fileJournal(join(dir, "no", "such", "folder"));
  const error = await failing("config_invalid", all(client().provisionAll(people, { journal: other })));
  assert.equal(error.cause.code, "ENOENT");
  const folder = await failing("config_invalid", all(client().provisionAll(people, { journal: fileJournal(dir) })));
  assert.match(folder.message, /^journal: could not be read: EISDIR/);
  assert.equal(folder.cause.code, "EISDIR");
});
