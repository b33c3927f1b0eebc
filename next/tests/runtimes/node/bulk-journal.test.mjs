// The journal of a bulk run: what it holds, what it brings back, and what it is refused for.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { fileJournal } from "provisor/node";
import { accountsOf, byRow, checkIds, PEOPLE } from "./kit/bulk.mjs";
import { all, CREATE, failing, JANE, JOHN, memoryJournal, scene, statuses } from "./kit/scene.mjs";
import { PERSONAL } from "./kit/witness.mjs";

const entriesOf = (journal) => journal.split("\n").filter(Boolean).map((line) => JSON.parse(line));

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
  const kinds = entriesOf(journal.text);
  assert.equal(kinds.filter(({ intent }) => intent).length <= kinds.filter(({ done }) => done).length, true, "who was begun is finished");
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
  const good = PEOPLE.filter(({ email }) => email !== "nobody@nowhere.example");
  const second = await all(client().provisionAll(good, { journal }));
  const shown = (outcomes) => outcomes.map(({ subject, status, id }) => [subject, status, id]).filter(([, status]) => status !== "failed").sort();
  assert.deepEqual(shown(second), shown(first));
  assert.ok(second.every(({ resumed, requests, verified }) => resumed && requests === 0 && verified));
  assert.deepEqual(sent(), []);
  const nobody = (retry) => all(client().provisionAll(PEOPLE, { journal, retry }));
  assert.equal((await nobody("none")).find(({ status }) => status === "failed").resumed, true);
  assert.deepEqual(sent(), [], "it tells only");
  const tried = (await nobody("failed")).find(({ status }) => status === "failed");
  assert.deepEqual([tried.resumed, tried.requests > 0], [undefined, true], "rows that failed are tried again");
});

test("a journal of another account is refused before anything is sent", async (t) => {
  const { client, sent, state } = await scene(t);
  const journal = memoryJournal();
  await all(client().provisionAll([JOHN, JANE], { journal }));
  sent();
  const { text } = journal;
  const lines = text.trimEnd().split("\n");
  const table = [
    [text, { baseUrl: "http://localhost:1" }, /another account/],
    [text, { credentials: { clientId: "somebody else", clientSecret: "CANARY-x" } }, /another account/],
    [text.replace('"myworkpal"', '"workiva"'), {}, /workiva/],
    [`${lines[1]}\n`, {}, /line 1|no journal/],
    ["users.csv\nof another kind\n", {}, /line 1|no journal/],
    [`${lines[0]}\n{"done":5}\n${lines.slice(1).join("\n")}\n`, {}, /line 2/],
  ];
  for (const [saved, options, words] of table) {
    const other = memoryJournal(saved);
    const error = await failing("stale_journal", all(client(options).provisionAll([JOHN, JANE], { journal: other })));
    assert.match(error.message, words);
    assert.ok(error.hint.length > 0);
    assert.equal(other.text, saved, "it is left as it was");
  }
  assert.deepEqual(sent(), []);
  // Of the same account, people may come, go and change their order: each is known by who it is.
  const more = await all(client().provisionAll([JANE, { ...JOHN, email: "new@doe.com" }, JOHN], { journal: memoryJournal(text) }));
  assert.deepEqual(statuses(more), ["unchanged", "created", "created"]);
  assert.deepEqual([more.filter(({ resumed }) => resumed).length, state.accountsOf("companydoe", JOHN.email).length], [2, 1]);
  const changed = await all(client().provisionAll([{ ...JOHN, details: { employeeDetails: { jobTitle: "Lead" } } }], { journal: memoryJournal(text) }));
  assert.deepEqual([changed[0].status, changed[0].resumed], ["updated", undefined], "another wish is another row");
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
      assert.match(error.message, /journal.*ENOSPC/);
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

test("the journal holds what was done, in a file that nobody else can read, and nothing personal", async (t) => {
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
  const { mode } = await stat(path);
  if (process.platform !== "win32") assert.equal(mode & 0o777, 0o600);
  const [header, ...entries] = entriesOf(text);
  assert.deepEqual([Object.keys(header).sort(), header.v, header.platform], [["account", "platform", "v"], 2, "myworkpal"]);
  const [intent, ...others] = entries.filter((entry) => entry.intent);
  assert.deepEqual([Object.keys(intent).sort(), others], [["at", "intent"], []]);
  const done = entries.filter((entry) => entry.done);
  assert.deepEqual(done.map(({ verb, status, changes }) => [verb, status, changes.toSorted()]), [
    ["provision", "created", ["create", "details.employeeDetails.jobTitle", "details.employeeDetails.salary", "details.personDetails.dateOfBirth", "details.personDetails.niNumber"].toSorted()],
    ["provision", "updated", ["details.employeeDetails.jobTitle", "details.employeeDetails.salary"].toSorted()],
  ]);
  assert.ok(text.split("\n").every((line) => line.length < 500), text);
  assert.ok(!text.includes("Lead") && !text.includes("Head"), "no value of the details is kept");
  const other = fileJournal(join(dir, "no", "such", "folder"));
  const error = await failing("config_invalid", all(client().provisionAll(people, { journal: other })));
  assert.equal(error.cause.code, "ENOENT");
  const folder = await failing("config_invalid", all(client().provisionAll(people, { journal: fileJournal(dir) })));
  assert.match(folder.message, /journal.*EISDIR/);
  assert.equal(folder.cause.code, "EISDIR");
});

test("one journal, one run at a time", async (t) => {
  const { client, optionsOf, struck, sandbox } = await scene(t);
  const dir = await mkdtemp(join(tmpdir(), "provisor-"));
  t.after(() => rm(dir, { recursive: true }));
  const path = join(dir, "run.journal");
  const { logger: _, ...options } = optionsOf();
  const held = sandbox.faults.add({ match: { path: CREATE }, fault: { kind: "hang", when: "after" } });
  const child = spawn(process.execPath, [fileURLToPath(new URL("kit/bulk-child.mjs", import.meta.url)), JSON.stringify(options), path], { stdio: "ignore" });
  const ended = once(child, "exit");
  await struck(held);
  for (const journal of [fileJournal(path), fileJournal(`${dir}/../${basename(dir)}/run.journal`)]) {
    const error = await failing("config_invalid", all(client().provisionAll(PEOPLE, { journal })));
    assert.match(error.message, /is in use by process \d+/);
  }
  child.kill("SIGKILL");
  await ended;
  const outcomes = await all(client().provisionAll(PEOPLE, { journal: fileJournal(path) }));
  assert.equal(outcomes.length, PEOPLE.length, "and whoever was killed holds nothing");
});
