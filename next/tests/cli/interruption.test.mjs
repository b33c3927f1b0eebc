// Ctrl-C: the first begins nobody else, the second sends nothing more; the journal tells the truth, and the run goes on
// from it to the same end.
import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { PLATFORMS } from "./kit/platforms.mjs";
import { linesOf, stage } from "./kit/stage.mjs";

const DONE = ["created", "updated", "unchanged"];
const call = (roster, ...more) => [
  "provision",
  "--roster",
  roster,
  "--skip-problems",
  "--journal",
  "people.journal",
  ...more,
];
const outcomesOf = (lines) => lines.filter(({ type }) => type === "outcome").sort((a, b) => a.row - b.row);
const ends = (lines) => outcomesOf(lines).map(({ row, subject, status }) => [row, subject, status]);
const windows = process.platform === "win32" && "Windows has no signals";
/** More people than are begun at once. */
const many = (count) =>
  Array.from({ length: count }, (_, n) => ({ email: `p${n}@partner.example`, givenName: "P", familyName: `N${n}` }));
const isCreate = ({ method, target }) => method === "POST" && /\/(Users|users|create|person)$/.test(target);

/** Sends a signal, and waits for the words that answer it. */
async function signalled({ child, hears }, signal, pattern) {
  child.kill(signal);
  await hears(pattern);
}

/** Ctrl-C, and again when it can no longer be the same one, passed on by npx. */
async function twice(command) {
  await signalled(command, "SIGINT", /Stopping: /);
  await setTimeout(450);
  await signalled(command, "SIGINT", /Aborting\./);
}

/** How an undisturbed run ends, and how many requests it takes. */
async function undisturbed(t, name) {
  const { run, roster, gate, accounts } = await stage(t, name);
  const lines = (await run(call(roster, "--json"))).lines();
  return { ends: ends(lines), accounts: accounts(), requests: gate.seen() };
}

/** Aborts at a request, resumes, and compares with an undisturbed run. Gives whether it was aborted at all. */
async function aborted(t, name, expected, n, after) {
  const { start, run, roster, gate, accounts } = await stage(t, name);
  const { here, open } = gate.at(({ number }) => number === n, { after });
  const command = start(call(roster, "--json"));
  await here;
  await twice(command);
  const seen = gate.seen();
  const first = await command.ended;
  await open();
  // The end of the session.
  assert.ok(gate.seen() - seen <= 2, `${gate.seen() - seen} more requests at ${n}`);
  if (first.code === 130) {
    const summary = first.lines().at(-1);
    assert.deepEqual([summary.interrupted, summary.exitCode, summary.done < summary.rows], [true, 130, true]);
    assert.match(first.stderr, /To go on where it stopped, run the same command again:\n  provisor provision --roster /);
  }
  const second = outcomesOf((await run(call(roster, "--json"))).lines());
  const told = new Map(outcomesOf(first.lines()).map(({ row, status }) => [row, status]));
  const unknown = second.filter(({ status }) => status === "unknown");
  // Creates that were in flight: at most as many as there are requests at once, and nobody may send them again yet.
  assert.ok(unknown.length <= 4, `${unknown.length} are unknown at ${n}`);
  assert.ok(unknown.every(({ row, error }) => told.get(row) === "unknown" && error.retryAt > Date.now()));
  assert.equal(accounts(), expected.accounts - unknown.length, "nobody has two accounts");
  for (const [at, { row, status }] of second.entries()) {
    const [, , end] = expected.ends[at];
    const before = told.get(row);
    // What was there already when it was aborted is completed, or found done.
    const may = DONE.includes(before) ? [before] : DONE.includes(end) ? [...DONE, "unknown"] : [end];
    assert.ok(may.includes(status), `row ${row} was ${before}, is ${status}, not ${end}, at ${n}${after ? ", done" : ""}`);
  }
  return first.code === 130;
}

describe("aborted and resumed", { skip: windows }, () => {
  for (const name of Object.keys(PLATFORMS)) {
    test(name, async (t) => {
      const expected = await undisturbed(t, name);
      const moments = [0.15, 0.4, 0.6, 0.8].map((part) => Math.ceil(expected.requests * part));
      const tries = moments.map((n, at) => aborted(t, name, expected, n, at % 2 === 1));
      const were = await Promise.all(tries);
      assert.ok(were.filter(Boolean).length > 1, String(were));
    });
  }
});

describe("the details", { skip: windows }, () => {
  for (const signal of ["SIGINT", "SIGTERM"])
    test(`${signal}: who is begun is finished, and nobody else is begun`, async (t) => {
      const { start, run, gate, write, writes, file } = await stage(t);
      await write("input-many.json", many(150));
      const { here, open } = gate.at(isCreate);
      const command = start(call("input-many.json", "--json"));
      await here;
      await signalled(
        command,
        signal,
        /^Stopping: the people already begun are finished\. Press Ctrl-C again to abort\.$/m,
      );
      // What follows at once is the same one, passed on by npx.
      command.child.kill(signal);
      await open();
      const { code, stderr, lines } = await command.ended;
      assert.doesNotMatch(stderr, /Aborting/);
      assert.equal(code, 130);
      const { left, done, interrupted } = lines().at(-1);
      assert.deepEqual([interrupted, done + left], [true, 150]);
      assert.ok(done > 0 && done <= 100, String(done));
      assert.equal(writes().filter(isCreate).length, done);
      assert.deepEqual(new Set(outcomesOf(lines()).map(({ status }) => status)), new Set(["created"]));
      assert.match(stderr, /Interrupted\. Nothing is in flight/);
      const journal = linesOf(await readFile(file("people.journal"), "utf8"));
      assert.deepEqual(
        [journal.filter(({ intent }) => intent).length, journal.filter(({ done }) => done).length],
        [done, done],
        "no create is left in doubt",
      );
      assert.equal((await stat(file("people.journal"))).mode & 0o077, 0, "for its owner's eyes only");
      const second = await run(call("input-many.json", "--json"));
      assert.deepEqual([second.code, second.lines().at(-1).counts], [0, { created: 150 }]);
      assert.equal(writes().filter(isCreate).length, 150);
    });

  test("a third Ctrl-C, or none at all: a process that is killed leads to one account each", async (t) => {
    const expected = await undisturbed(t, "myworkpal");
    const { start, run, roster, gate, accounts } = await stage(t, "myworkpal");
    const { here, open } = gate.at(isCreate, { after: true });
    const { child, ended } = start(call(roster, "--json"));
    await here;
    child.kill("SIGKILL");
    assert.equal((await ended).signal, "SIGKILL");
    await open();
    const second = await run(call(roster, "--json"));
    const unknown = outcomesOf(second.lines()).filter(({ status }) => status === "unknown");
    assert.ok(unknown.length <= 4, `${unknown.length} are unknown`);
    assert.ok(unknown.every(({ error }) => error.retryAt > Date.now()));
    assert.equal(accounts(), expected.accounts - unknown.length);
  });

  test("without a journal the same command finds by looking who is done", async (t) => {
    const { start, run, roster, gate, accounts } = await stage(t);
    const expected = await undisturbed(t, "workspan");
    const args = ["provision", "--roster", roster, "--json"];
    const { here, open } = gate.at(isCreate, { after: true });
    const command = start(args);
    await here;
    await twice(command);
    const first = await command.ended;
    await open();
    assert.equal(first.code, 130);
    assert.match(first.stderr, /a look-up finds the people who are done:\n  provisor provision/);
    await run(args);
    assert.equal(accounts(), expected.accounts);
  });

  test("removals stop and are told like all else", async (t) => {
    const { start, gate, state, write } = await stage(t);
    const gone = many(150).map(({ email: userName, givenName, familyName }, n) => ({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      id: `many-${n}`,
      userName,
      name: { givenName, familyName },
      emails: [{ value: userName, primary: true }],
      active: true,
    }));
    state.users.push(...gone);
    await write("input-many.json", many(150));
    const { here, open } = gate.at(({ method }) => method === "PUT");
    const args = ["deprovision", "--roster", "input-many.json", "--yes", "--limit", "150", "--json"];
    const command = start(args);
    await here;
    await signalled(command, "SIGINT", /Stopping: /);
    await open();
    const { code, lines } = await command.ended;
    const { done, left, counts } = lines().at(-1);
    assert.deepEqual([code, done + left, counts], [130, 150, { deprovisioned: done }]);
    assert.ok(done > 0 && done <= 100, String(done));
    const inactive = state.users.filter(({ id, active }) => id.startsWith("many-") && !active);
    assert.equal(inactive.length, done);
  });

  test("a journal of another account is refused, and nothing is sent", async (t) => {
    const { run, roster, write, config, url, sandbox } = await stage(t);
    await run(call(roster));
    const before = sandbox.log.length;
    await write("other.json", { ...config, options: { baseUrl: url.replace("127.0.0.1", "localhost") } });
    const { code, stderr } = await run(call(roster, "--config", "other.json"));
    assert.equal(code, 2);
    assert.match(stderr, /^error: the journal is of another account, platform or version\n  what to do: /);
    assert.equal(sandbox.log.length, before);
  });

  test("a journal that another run uses is refused, and nothing is sent", async (t) => {
    const { start, run, roster, gate } = await stage(t);
    const { here, open } = gate.at(({ number }) => number === 2);
    const { ended } = start(call(roster, "--concurrency", "1"));
    await here;
    const seen = gate.seen();
    const { code, stderr } = await run(call(roster));
    assert.equal(code, 2);
    assert.match(stderr, /^error: the journal cannot be read: .*people\.journal is in use by process \d+/);
    assert.equal(gate.seen(), seen);
    await open();
    assert.equal((await ended).code, 0);
  });
});
