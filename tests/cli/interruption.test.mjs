// Ctrl-C: the request in flight is finished, the journal tells the truth, and the run goes on from it to the same end.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { describe, test } from "node:test";
import { PLATFORMS } from "./kit/platforms.mjs";
import { linesOf, stage } from "./kit/stage.mjs";

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
const ends = (lines) => outcomesOf(lines).map(({ row, subject, status, verified }) => [row, subject, status, verified]);
const windows = process.platform === "win32" && "Windows has no signals";

/** Waits until the process has said so on standard error. */
async function hears(child, pattern) {
  let text = "";
  for await (const [chunk] of on(child.stderr)) {
    text += chunk;
    if (pattern.test(text)) return text;
  }
  throw new Error(`it never said ${pattern}: ${text}`);
}

async function* on(stream) {
  for (;;)
    yield await Promise.race([
      once(stream, "data"),
      once(stream, "end").then(() => {
        throw new Error("it ended");
      }),
    ]);
}

/** How an undisturbed run ends, and how many requests it takes. */
async function undisturbed(t, name) {
  const { run, roster, gate, accounts } = await stage(t, name);
  const lines = (await run(call(roster, "--json"))).lines();
  return { ends: ends(lines), accounts: accounts(), requests: gate.seen() };
}

/** Interrupts at a request, resumes, and compares with an undisturbed run. Gives whether it was interrupted at all. */
async function interrupted(t, name, expected, n, after) {
  const { start, run, roster, gate, accounts } = await stage(t, name);
  const { here, open } = gate.at(({ number }) => number === n, { after });
  const { child, ended } = start(call(roster, "--json"));
  await here;
  const stopping = hears(child, /Stopping: /);
  child.kill("SIGINT");
  await stopping;
  const seen = gate.seen();
  open();
  const first = await ended;
  // What was in flight, and the end of the session.
  assert.ok(gate.seen() - seen <= 4, `${gate.seen() - seen} more requests at ${n}`);
  if (first.code === 130) {
    const summary = first.lines().at(-1);
    assert.deepEqual([summary.interrupted, summary.exitCode, summary.left > 0], [true, 130, true]);
    assert.match(
      first.stderr,
      /To go on where it stopped, run the same command again:\n  provisor provision --roster /,
    );
  }
  const second = await run(call(roster, "--json"));
  assert.deepEqual(ends(second.lines()), expected.ends, `at request ${n}${after ? ", done" : ""}`);
  assert.equal(accounts(), expected.accounts, "nobody has two accounts");
  const told = new Map(ends(second.lines()).map((end) => [end[0], end]));
  for (const end of ends(first.lines())) assert.deepEqual(told.get(end[0]), end, "what was told stays true");
  return first.code === 130;
}

describe("interrupted and resumed", { skip: windows }, () => {
  for (const name of Object.keys(PLATFORMS)) {
    test(name, async (t) => {
      const expected = await undisturbed(t, name);
      const moments = [0.15, 0.4, 0.6, 0.8].map((part) => Math.ceil(expected.requests * part));
      const tries = moments.flatMap((n, at) => interrupted(t, name, expected, n, at % 2 === 1));
      const were = await Promise.all(tries);
      assert.ok(were.filter(Boolean).length > 1, String(were));
    });
  }
});

describe("the details", { skip: windows }, () => {
  const isCreate = ({ method, target }) => method === "POST" && target.includes("/Users");

  test("a create in flight is finished, and no other is begun", async (t) => {
    const { start, roster, gate, writes, file } = await stage(t);
    const { here, open } = gate.at(isCreate);
    const { child, ended } = start(call(roster, "--concurrency", "1"));
    await here;
    const stopping = hears(child, /Stopping: finishing the request in flight\. Press Ctrl-C again to quit at once\./);
    child.kill("SIGINT");
    await stopping;
    open();
    const { code, stderr, stdout } = await ended;
    assert.equal(code, 130);
    assert.equal(writes().filter(isCreate).length, 1);
    assert.match(stderr, /Interrupted\. Nothing is in flight/);
    assert.match(stdout, /\d+ not begun or not finished/);
    const journal = linesOf(await readFile(file("people.journal"), "utf8")).map(({ entry }) => entry);
    const intents = journal.flatMap(({ intent }) => (intent ? [intent.key] : []));
    const steps = new Set(journal.flatMap(({ step }) => (step ? [step.key] : [])));
    assert.equal(intents.length, 1);
    assert.ok(
      intents.every((key) => steps.has(key)),
      "no create is left in doubt",
    );
    assert.equal((await stat(file("people.journal"))).mode & 0o077, 0, "for its owner's eyes only");
  });

  test("SIGTERM does the same", async (t) => {
    const { start, roster, gate } = await stage(t);
    const { here, open } = gate.at(isCreate);
    const { child, ended } = start(call(roster));
    await here;
    const stopping = hears(
      child,
      /Stopping: finishing \d requests in flight|Stopping: finishing the request in flight/,
    );
    child.kill("SIGTERM");
    await stopping;
    open();
    assert.equal((await ended).code, 130);
  });

  test("a second Ctrl-C quits at once, and the journal still leads to one account each", async (t) => {
    const expected = await undisturbed(t, "myworkpal");
    const { start, run, roster, gate, accounts } = await stage(t, "myworkpal");
    const { here, open } = gate.at(({ method, target }) => method === "POST" && target.endsWith("/create"), {
      after: true,
    });
    const { child, ended } = start(call(roster, "--json"));
    await here;
    const stopping = hears(child, /Stopping/);
    child.kill("SIGINT");
    await stopping;
    // One that follows at once is the same one, passed on by npx.
    const nagging = setInterval(() => child.kill("SIGINT"), 100);
    t.after(() => clearInterval(nagging));
    assert.deepEqual([(await ended).code, (await ended).signal], [130, null]);
    clearInterval(nagging);
    open();
    assert.deepEqual(ends((await run(call(roster, "--json"))).lines()), expected.ends);
    assert.equal(accounts(), expected.accounts);
  });

  test("without a journal the same command finds by looking who is done", async (t) => {
    const { start, run, roster, gate, accounts } = await stage(t);
    const expected = await undisturbed(t, "workspan");
    const args = ["provision", "--roster", roster, "--json"];
    const { here, open } = gate.at(isCreate);
    const { child, ended } = start(args);
    await here;
    const stopping = hears(child, /Stopping/);
    child.kill("SIGINT");
    await stopping;
    open();
    const first = await ended;
    assert.equal(first.code, 130);
    assert.match(first.stderr, /whoever is done is found by looking:\n  provisor provision/);
    await run(args);
    assert.equal(accounts(), expected.accounts);
  });

  test("a journal of another roster is refused, and nothing is sent", async (t) => {
    const { run, roster, write, sandbox } = await stage(t);
    await run(call(roster));
    const before = sandbox.log.length;
    await write("input-other.json", [{ email: "someone@else.example", givenName: "Some", familyName: "One" }]);
    const { code, stderr } = await run(call("input-other.json"));
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^error: the journal cannot be resumed: it was written for other users or other settings\n  what to do: /,
    );
    assert.equal(sandbox.log.length, before);
  });
});
