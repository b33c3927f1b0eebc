// Each platform through the package, against the sandbox over real HTTP: twice, by plans, many at once, aborted and resumed.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createSandbox } from "../../../tests/sandbox/index.js";
import { all, memory, provisor, thrown } from "./kit.mjs";

const { MyWorkpal, Scim, WorkforceOptimization, WorkSpan, Workiva } = provisor;
const sandbox = createSandbox();
const { url, close } = await sandbox.listen();
after(close);
const facts = async (name) => (await import(`../../../tests/sandbox/${name}/index.js`)).facts(sandbox[name], url);
const [workspan, workiva, wfo, scim] = await Promise.all(["workspan", "workiva", "workforce-optimization", "scim"].map(facts));

const mail = (i) => `person${i}@doe.example`;
const named = (i) => ({ email: mail(i), givenName: `Given ${i}`, familyName: "Family" });
const access = {
  organizationRoles: ["Org User Admin"],
  workspaces: [{ workspace: "Annual Report", roles: ["Editor"], groups: ["Reviewers"] }],
};
/** A client, a user, a change of it, and what identifies it. */
const PLATFORMS = {
  myworkpal: {
    client: () => new MyWorkpal({ baseUrl: url, credentials: { clientId: "sandbox client", clientSecret: "sandbox+secret/1&2=3 %" }, paths: { createUser: "/api/admin/users/create" } }),
    user: (i) => ({ email: mail(i), company: "Company Doe" }),
  },
  workspan: {
    client: () => new WorkSpan({ baseUrl: url, credentials: pick(workspan.credentials[0]) }),
    user: (i) => named(i),
    change: { department: "Alliances" },
    key: (i) => ({ email: mail(i) }),
  },
  workiva: {
    client: () => new Workiva({ baseUrl: url, credentials: pick(workiva.credentials[0]), organization: workiva.organization }),
    user: (i) => ({ ...named(i), ...access }),
    change: { familyName: "Other" },
    key: (i) => ({ email: mail(i) }),
  },
  "workiva over SCIM": {
    client: () => new Workiva({ route: "scim", scim: { baseUrl: workiva.scim.baseUrl, bearerToken: workiva.scim.bearerToken, groupNames: workiva.scim.groupNames } }),
    user: (i) => ({ ...named(`scim${i}`), organizationRoles: ["Org User Admin"] }),
    change: { familyName: "Other" },
    key: (i) => ({ email: mail(`scim${i}`) }),
  },
  "workforce-optimization": {
    client: () => new WorkforceOptimization({ baseUrl: url, credentials: { userId: wfo.credentials[0].userId, password: wfo.credentials[0].password } }),
    user: (i) => ({ userName: mail(i), firstName: "Given", lastName: "Family", roles: ["Agent"], team: "Retention" }),
    change: { lastName: "Other" },
    key: (i) => ({ userName: mail(i) }),
  },
  scim: {
    client: () => new Scim({ baseUrl: scim.baseUrl, bearerToken: scim.credentials[0].bearerToken }),
    user: (i) => ({ userName: mail(i), email: mail(i), givenName: "Given", familyName: "Family", groups: ["Engineering"] }),
    change: { familyName: "Other" },
    key: (i) => ({ userName: mail(i) }),
  },
};
function pick({ clientId, clientSecret }) {
  return { clientId, clientSecret };
}
const MANY = Number(process.env.MANY ?? 60);

for (const [name, { client, user, change, key }] of Object.entries(PLATFORMS)) {
  test(name, { timeout: 120_000 }, async () => {
    await using_(client(), async (platform) => {
      assert.equal((await platform.connect()).platform, name.split(" ")[0]);
      const outcome = await platform.provision(user(0));
      assert.deepEqual([outcome.status, outcome.existedBefore, outcome.pending], ["created", false, []], JSON.stringify(outcome));
      const again = await platform.provision(user(0));
      assert.deepEqual([again.status, again.id], ["unchanged", outcome.id], JSON.stringify(again));

      const plan = await platform.plan(user(1));
      assert.equal(plan.action, "create", JSON.stringify(plan));
      const applied = await platform.apply(JSON.parse(JSON.stringify(plan)), { user: user(1) });
      assert.equal(applied.status, "created", JSON.stringify(applied));
      if (change) {
        const changed = { ...user(1), ...change };
        const planned = await platform.plan(changed);
        assert.deepEqual([planned.action, planned.changes.map(({ field }) => field)], ["update", Object.keys(change)], JSON.stringify(planned));
        const updated = await platform.apply(planned, { user: changed });
        assert.equal(updated.status, "updated", JSON.stringify(updated));
      }

      const people = Array.from({ length: MANY }, (_, i) => user(i + 10));
      const journal = memory();
      const late = new AbortController();
      const told = [];
      const error = await thrown(async () => {
        for await (const one of platform.provisionAll(people, { journal, signal: late.signal })) {
          told.push(one);
          if (told.length === 5) late.abort();
        }
      });
      assert.equal(error.code, "aborted");
      const outcomes = await all(platform.provisionAll(people, { journal, retry: "unknown", settleMs: 0 }));
      // Who was created but had not yet all is brought to it.
      const unsettled = outcomes.filter(({ status }) => !["created", "updated", "unchanged"].includes(status));
      assert.deepEqual(unsettled, [], JSON.stringify(unsettled));
      assert.equal(outcomes.length, MANY);
      const settled = await all(platform.provisionAll(people));
      assert.deepEqual(new Set(settled.map(({ status }) => status)), new Set(["unchanged"]), JSON.stringify(settled.find(({ status }) => status !== "unchanged")));

      if (key) {
        assert.equal((await platform.plan(key(0), { remove: true })).action, "remove");
        assert.equal((await platform.deprovision(key(0))).status, "deprovisioned");
        assert.equal((await platform.deprovision(key(0))).status, "unchanged");
      } else {
        assert.equal((await platform.plan(user(0), { remove: true })).action, "blocked");
      }
    });
  });
}
async function using_(client, work) {
  try {
    await work(client);
  } finally {
    await client.close();
  }
}
