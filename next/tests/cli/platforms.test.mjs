// On every platform and route the command line plans and provisions the sandbox's roster; a second run changes nothing.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PLATFORMS } from "./kit/platforms.mjs";
import { stage } from "./kit/stage.mjs";

const DONE = ["created", "updated", "unchanged"];
const byRow = (lines, kind) => lines.filter(({ type }) => type === kind).sort((a, b) => a.row - b.row);

for (const name of Object.keys(PLATFORMS)) {
  describe(name, () => {
    test("a roster is provisioned, and a second run changes nothing", async (t) => {
      const { run, roster, accounts, sandbox, writes } = await stage(t, name);
      const call = ["provision", "--roster", roster, "--skip-problems", "--json"];
      const first = await run(call);
      const lines = first.lines();
      const outcomes = byRow(lines, "outcome");
      const summary = lines.at(-1);
      assert.equal(summary.type, "summary");
      assert.equal(outcomes.length, summary.rows);
      assert.ok(summary.counts.created > 0, first.stderr);
      assert.equal(outcomes.filter(({ status }) => DONE.includes(status)).length, summary.done);
      assert.equal(summary.requests, sandbox.log.length);
      assert.equal(first.code, summary.exitCode);
      // The rosters have people who cannot be provisioned, on purpose.
      assert.equal(first.code, summary.done === summary.rows && summary.problems === 0 ? 0 : 1);

      const [before, wrote] = [accounts(), writes().length];
      const second = byRow((await run(call)).lines(), "outcome");
      assert.equal(accounts(), before);
      const expected = outcomes.map(({ subject, status }) => [subject, DONE.includes(status) ? "unchanged" : status]);
      assert.deepEqual(
        second.map(({ subject, status }) => [subject, status]),
        expected,
      );
      assert.equal(
        writes().length,
        wrote +
          writes()
            .slice(wrote)
            .filter(({ status }) => status >= 400).length,
      );
    });

    test("a plan and a dry run change nothing, and say the same", async (t) => {
      const { run, roster, writes } = await stage(t, name);
      const plan = await run(["plan", "--roster", roster, "--skip-problems", "--json"]);
      const dry = await run(["provision", "--dry-run", "--roster", roster, "--skip-problems", "--json"]);
      const plans = (result) => byRow(result.lines(), "plan");
      assert.ok(
        plans(plan).some(({ action, changes }) => action === "create" && changes[0].kind === "create"),
        plan.stderr,
      );
      assert.deepEqual(plans(dry), plans(plan));
      const { type, rows, done, counts, exitCode } = plan.lines().at(-1);
      assert.deepEqual([type, rows, exitCode], ["summary", plans(plan).length, plan.code]);
      const blocked = plans(plan).filter(({ action }) => action === "blocked");
      assert.equal(blocked.filter(({ subject, error }) => subject && error.message).length, blocked.length);
      assert.deepEqual([counts.blocked ?? 0, done], [blocked.length, rows - blocked.length]);
      assert.deepEqual(
        writes().map(({ method, target }) => `${method} ${target}`),
        [],
      );
    });

    test("it connects", async (t) => {
      const { run, platform } = await stage(t, name);
      const { code, stdout, stderr } = await run(["connect"]);
      assert.equal(code, 0, stderr);
      assert.match(stdout, new RegExp(`^${platform} at http://127\\.0\\.0\\.1:\\d+\\S*: connected\n`));
    });

    test("a table for people", async (t) => {
      const { run, roster } = await stage(t, name);
      const { stdout, stderr } = await run(["provision", "--roster", roster, "--skip-problems"]);
      assert.match(stdout, /^(row|who) /);
      assert.match(stdout, /\n\S+ +created/);
      assert.match(stdout, /\d+ created.*; \d+ people, \d+ requests\n$/);
      assert.ok(!/\u001b/.test(stdout + stderr), "no colour and no progress where there is no terminal");
    });
  });
}
