// Plan and apply, on every platform and route: a plan writes nothing, is stored as JSON, and what is sent when another
// client applies it is what it says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { roster as rosters } from "provisor";
import { CSV } from "./kit/bulk.mjs";
import { JANE, scene } from "./kit/scene.mjs";
import { roster as wfoRoster, wfo } from "./kit/workforce-optimization.mjs";
import { roster as workivaRoster, workiva } from "./kit/workiva.mjs";
import { roster as workspanRoster, workspan } from "./kit/workspan.mjs";

/** What opens and ends a session is in no plan. */
const SESSION = /\/(token|authorize)$/;

const STAGES = {
  myworkpal: async (t) => {
    const { client, sandbox } = await scene(t);
    const { users } = rosters.parse(CSV, { platform: "myworkpal" });
    const changed = { ...JANE, details: { employeeDetails: { jobTitle: "Head" } } };
    return { client, sandbox, created: users[0], changed };
  },
  workspan: async (t) => {
    const { client, sandbox } = await workspan(t);
    const people = await workspanRoster();
    return { client, sandbox, created: people[4], changed: people[1] };
  },
  "workforce-optimization": async (t) => {
    const { client, sandbox } = await wfo(t);
    const people = await wfoRoster();
    return { client, sandbox, created: people[4], changed: people[1] };
  },
  "workiva, platform route": async (t) => {
    const { client, sandbox } = await workiva(t);
    const people = await workivaRoster();
    return { client, sandbox, created: people[4], changed: people[1] };
  },
  "workiva, SCIM route": async (t) => {
    const { scim, sandbox } = await workiva(t);
    const people = await workivaRoster();
    return { client: scim, sandbox, created: people[4], changed: people[1] };
  },
};

const asData = (value) => JSON.parse(JSON.stringify(value));
const isWrite = ({ method, target }) => method !== "GET" && !SESSION.test(target);

for (const [name, stage] of Object.entries(STAGES)) {
  for (const kind of ["created", "changed"]) {
    test(`${name}: what is planned for somebody to be ${kind} is what is sent`, async (t) => {
      const { client, sandbox, ...people } = await stage(t);
      const state = () => Object.values(sandbox).flatMap((each) => (each?.snapshot ? [asData(each.snapshot())] : []));
      const before = state();
      const stored = asData(await client().plan(people[kind]));
      assert.equal(stored.action, kind === "created" ? "create" : "update");
      assert.ok(stored.changes.length > 0 && stored.requests.length > 0);
      assert.deepEqual(sandbox.log.filter(isWrite), [], "a plan sends no write");
      assert.deepEqual(before.length, 1);
      assert.deepEqual(withoutSessions(state()), withoutSessions(before), "a plan changes nothing");

      sandbox.log.length = 0;
      const user = stored.omitted ? { user: people[kind] } : {};
      const outcome = await client().apply(stored, user);
      assert.deepEqual([outcome.status, outcome.verified, outcome.pending], [kind === "created" ? "created" : "updated", true, []], JSON.stringify(outcome));
      // What a create brings with it is told by the plan change by change, and by the outcome as the create.
      const said = stored.changes.map((change) => JSON.stringify(change));
      const done = asData(outcome.changes).map((change) => JSON.stringify(change));
      if (kind === "created") assert.deepEqual(done.filter((change) => !said.includes(change)), []);
      else assert.deepEqual(done.toSorted(), said.toSorted(), "what was said is what was done");
      const writes = sandbox.log.filter(isWrite).map(({ method, target }) => `${method} ${target.split("?")[0]}`);
      const shown = stored.requests.map(({ method, path }) => `${method} ${path}`);
      assert.ok(writes.length > 0 && writes.length <= shown.length, `${writes} of ${shown}`);
      // What needs the id of an account or membership that is not there yet has `{id}` in its place.
      const matches = shown.map((line) => new RegExp(`^${line.split("{id}").map(escaped).join("[^/]+")}$`));
      for (const write of writes) assert.ok(matches.some((line) => line.test(write)), `${write} was sent, and not shown in ${shown}`);
      const again = await client().apply(stored, user);
      assert.deepEqual([again.status, again.changes], ["unchanged", []], "what is there already is not stale");
    });
  }
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function withoutSessions(snapshots) {
  return snapshots.map(({ tokens, sessions, attempts, ...rest }) => rest);
}
