// Plan and apply, on every platform and route: a plan writes nothing, is stored as JSON, and what is sent when another
// client applies it is what it shows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { roster as rosters } from "provisor";
import { CSV } from "./kit/bulk.mjs";
import { failing, JANE, scene } from "./kit/scene.mjs";
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
const pathOf = (url) => new URL(url).pathname;

/** A template as it may have been filled in. */
function filled(text) {
  const parts = text.split(/\{\w+(?:#[^}]*)?\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^]*")}$`);
}

for (const [name, stage] of Object.entries(STAGES)) {
  for (const kind of ["created", "changed"]) {
    test(`${name}: what is planned for somebody to be ${kind} is what is sent`, async (t) => {
      const { client, sandbox, ...people } = await stage(t);
      const state = () => Object.values(sandbox).flatMap((each) => (each?.snapshot ? [asData(each.snapshot())] : []));
      const before = state();
      const stored = asData(await client().plan(people[kind]));
      assert.ok(stored.actions.length > 0);
      assert.deepEqual(sandbox.log.filter(isWrite), [], "a plan sends no write");
      assert.deepEqual(before.length, 1);
      assert.deepEqual(withoutSessions(state()), withoutSessions(before), "a plan changes nothing");

      sandbox.log.length = 0;
      const outcome = await client().apply(stored);
      assert.deepEqual([outcome.status, outcome.verified], [kind === "created" ? "created" : "updated", true]);
      const writes = sandbox.log.filter(isWrite);
      assert.ok(writes.length > 0 && writes.length <= stored.actions.length, `${writes.length} of ${stored.actions.length}`);
      const shown = stored.actions.flatMap(({ request }) => (request ? [request] : []));
      assert.ok(shown.length > 0);
      // What needs the id of an account or membership that is not there yet has no request to show.
      if (shown.length === stored.actions.length) assert.equal(writes.length, shown.length);
      let from = 0;
      for (const { method, url, headers, body } of shown) {
        const at = writes.findIndex(
          (write, n) => n >= from && write.method === method && write.target.split("?")[0] === pathOf(url) && filled(body ?? "").test(write.body),
        );
        assert.notEqual(at, -1, `${method} ${url} ${body} was shown and not sent, or not in this order`);
        from = at + 1;
        for (const [header, value] of Object.entries(headers)) assert.match(writes[at].headers[header], filled(value), header);
      }
      const stale = await failing("stale_plan", client().apply(stored));
      assert.match(stale.message, /changed on the platform/);
    });
  }
}

function withoutSessions(snapshots) {
  return snapshots.map(({ tokens, sessions, attempts, ...rest }) => rest);
}
