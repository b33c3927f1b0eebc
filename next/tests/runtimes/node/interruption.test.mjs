// A bulk run that is interrupted anywhere and taken up again ends as an undisturbed one does.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { fileJournal } from "provisor/node";
import { accountsOf, byRow, checkIds, PEOPLE } from "./kit/bulk.mjs";
import { all, failing, memoryJournal, scene } from "./kit/scene.mjs";

const CHILD = fileURLToPath(new URL("kit/bulk-child.mjs", import.meta.url));
/** What an undisturbed run on a fresh sandbox comes to, and how many requests it takes. */
let expected;
before(async () => {
  const after = [];
  const { client, state, sandbox } = await scene({ after: (end) => after.push(end) });
  const outcomes = await all(client().provisionAll(PEOPLE));
  expected = { outcomes: byRow(outcomes), accounts: accountsOf(state), requests: sandbox.log.length };
  for (const end of after) await end();
});

/** Compares with the undisturbed run. */
function checkSame(state, outcomes) {
  assert.deepEqual(byRow(outcomes), expected.outcomes);
  assert.deepEqual(accountsOf(state), expected.accounts);
  checkIds(state, outcomes);
}

/** A fetch that calls `strike` at the n-th request: before it is sent, or when its answer is there. */
function striking(n, when, strike, fetch = globalThis.fetch) {
  let calls = 0;
  return async (url, init) => {
    const due = ++calls === n;
    if (due && when === "before") strike();
    const answer = await fetch(url, init);
    if (due && when === "after") strike();
    return answer;
  };
}

/** Most of the time is spent waiting between looks, so the runs wait together. A log would double the work. */
const together = { concurrency: 32 };
const silent = { logger: undefined };

describe("aborted at any request", together, () => {
  test("aborted again and again, a few requests further each time", async (t) => {
    const { client, state } = await scene(t);
    const journal = memoryJournal();
    for (let life = 1; life <= 100; life += 1) {
      const controller = new AbortController();
      const fetch = striking(9, life % 2 ? "before" : "after", () => controller.abort());
      try {
        const outcomes = await all(
          client({ ...silent, fetch, concurrency: 2 }).provisionAll(PEOPLE, { journal, signal: controller.signal }),
        );
        assert.ok(life > 3);
        return checkSame(state, outcomes);
      } catch (error) {
        assert.equal(error.code, "aborted", String(error.stack));
      }
    }
    assert.fail("it never came to an end");
  });

  // More than the requests there are: the last ones are never reached, and that is a case too.
  for (let n = 1; n <= 40; n += 1) {
    for (const when of ["before", "after"]) {
      test(`request ${n}, ${when} it was done`, async (t) => {
        // Not over the wire, as those below that are killed: there are many.
        const { client, state, witness, sandbox } = await scene(t);
        const direct = { ...silent, fetch: sandbox.fetch };
        const journal = memoryJournal();
        const controller = new AbortController();
        const fetch = striking(n, when, () => controller.abort(), sandbox.fetch);
        const interrupted = all(
          client({ ...silent, fetch }).provisionAll(PEOPLE, { journal, signal: controller.signal }),
        );
        if (n <= expected.requests - 5) await failing("aborted", interrupted);
        else await interrupted.catch(({ code }) => assert.equal(code, "aborted"));
        witness.see(journal.text);
        checkSame(state, await all(client(direct).provisionAll(PEOPLE, { journal })));
      });
    }
  }
});

describe("killed at any request", together, () => {
  for (const n of [1, 4, 8, 9, 13, 19, 30, 33]) {
    for (const when of ["before", "after"]) {
      test(`request ${n}, ${when} it was done`, { timeout: 60_000 }, async (t) => {
        const { client, state, sandbox, optionsOf, struck } = await scene(t);
        const { logger, ...options } = optionsOf();
        assert.ok(logger);
        const path = await journalPath(t);
        // It hangs, so that whoever waits for it is killed waiting.
        const rule = sandbox.faults.add({ match: { nth: n }, fault: { kind: "hang", when } });
        const child = spawn(process.execPath, [CHILD, JSON.stringify(options), path], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        let told = "";
        child.stdout.on("data", (text) => void (told += text));
        const ended = once(child, "exit");
        await Promise.race([struck(rule), ended]);
        child.kill("SIGKILL");
        assert.deepEqual(await ended, [null, "SIGKILL"]);
        const outcomes = await all(client().provisionAll(PEOPLE, { journal: fileJournal(path) }));
        checkSame(state, outcomes);
        for (const line of told.split("\n").filter((text) => text.endsWith("}"))) {
          const outcome = JSON.parse(line);
          assert.deepEqual(
            outcomes.find(({ row }) => row === outcome.row),
            outcome,
            "what was told stays true",
          );
        }
      });
    }
  }
});

describe("a journal whose end is lost is taken up where it is whole", together, () => {
  for (const part of [0, 0.01, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.97, 0.999]) {
    test(`cut at ${part}`, async (t) => {
      const { client, state, sandbox } = await scene(t);
      const path = await journalPath(t);
      await all(client().provisionAll(PEOPLE, { journal: fileJournal(path) }));
      const { length } = await readFile(path);
      await truncate(path, Math.floor(length * part));
      sandbox.log.length = 0;
      const outcomes = await all(client().provisionAll(PEOPLE, { journal: fileJournal(path) }));
      assert.deepEqual(accountsOf(state), expected.accounts);
      checkIds(state, outcomes);
      const fine = outcomes.filter(({ verified }) => verified).length;
      assert.equal(fine, PEOPLE.length - 1);
      // And it is a whole journal again.
      const again = await all(client().provisionAll(PEOPLE, { journal: fileJournal(path) }));
      assert.deepEqual(byRow(again), byRow(outcomes));
    });
  }
});

async function journalPath(t) {
  const dir = await mkdtemp(join(tmpdir(), "provisor-"));
  t.after(() => rm(dir, { recursive: true }));
  return join(dir, "run.journal");
}
