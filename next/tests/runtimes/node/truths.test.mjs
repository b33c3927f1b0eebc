// What the first edition got wrong, each found by trying it: with the packed package, over HTTP.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { all, CREATE, failing, JANE, JOHN, memoryJournal, scene, shortly, statuses, USERS } from "./kit/scene.mjs";
import { asAsked, workiva } from "./kit/workiva.mjs";
import { workspan } from "./kit/workspan.mjs";

const creates = (lines) => lines.filter((line) => line === `POST ${CREATE}`).length;

test("one client, one identity, at the same time: one account", async (t) => {
  const { client, sent, state } = await scene(t, { seed: undefined });
  const pal = client();
  const plan = await pal.plan({ ...JOHN, email: "planned@doe.com" });
  const twins = [
    [() => pal.provision(JOHN), () => pal.provision({ ...JOHN, email: "JOHN@doe.com" }), JOHN.email],
    [() => pal.apply(plan), () => pal.apply(plan), "planned@doe.com"],
    [() => pal.provision({ ...JOHN, email: "c@doe.com" }), () => all(pal.provisionAll([{ email: "c@doe.com", subDomain: "companydoe" }])), "c@doe.com"],
  ];
  sent();
  for (const [one, other, email] of twins) {
    const outcomes = (await Promise.all([one(), other(), one()])).flat();
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ["created", "unchanged", "unchanged"], email);
    assert.equal(state.accountsOf("companydoe", email).length, 1, email);
  }
  assert.equal(creates(sent()), twins.length);
  const rows = [{ email: "t@doe.com", company: "Company Doe" }, { email: "T@doe.com", subDomain: "companydoe" }];
  const outcomes = await all(pal.provisionAll(rows));
  assert.deepEqual([outcomes.filter(({ status }) => status === "created").length, state.accountsOf("companydoe", "t@doe.com").length], [1, 1]);
  assert.equal(creates(sent()), 1);
});

test("somebody created whose details failed is partial, with what is done and what is not", async (t) => {
  const { client, sandbox } = await scene(t);
  const people = ["a", "b"].map((name) => ({ ...JOHN, email: `${name}@doe.com`, details: { employeeDetails: { jobTitle: "Lead" } } }));
  sandbox.faults.add({ match: { method: "GET", path: /\/api\/employee\/fulldata\/get\// }, times: "always", fault: { kind: "status", status: 403 } });
  const journal = memoryJournal();
  const outcomes = await all(client().provisionAll(people, { journal }));
  for (const { status, id, pending, changes, error, verified } of outcomes) {
    assert.deepEqual([status, shortly(changes), verified, error.code], ["partial", ["create"], false, "forbidden"]);
    assert.deepEqual(pending.map(({ field, state }) => [field, state]), [["details.employeeDetails.jobTitle", "notBegun"]]);
    assert.ok(id);
  }
  sandbox.faults.clear();
  const again = await all(client().provisionAll(people, { journal }));
  assert.ok(again.every(({ verified, resumed }) => verified && !resumed), "with the same journal, they are tried again");
});

test("80,000 hits for one name are told quickly, and shortly", { timeout: 60_000 }, async (t) => {
  const { client, sandbox } = await scene(t);
  sandbox.faults.add({ match: { path: USERS }, times: "always", fault: { kind: "crowd", hits: 80_000 } });
  const began = performance.now();
  const outcome = await client({ maxRetries: 0 }).provision(JANE);
  assert.ok(performance.now() - began < 15_000, `${performance.now() - began} ms`);
  assert.ok(["conflict", "unknown", "failed"].includes(outcome.status) && ["ambiguous", "bad_response"].includes(outcome.error.code));
  assert.ok(JSON.stringify(outcome.error).length < 2_000);
});

describe("a clock that cannot be relied on delays nothing beyond the planned wait", () => {
  const clocks = { "steps back": () => 1e12 - performance.now() * 1e6, "is NaN": () => NaN, "stands still": () => 1e12, "is far ahead": () => 8.64e15 };
  for (const [name, now] of Object.entries(clocks)) {
    test(name, { timeout: 60_000 }, async (t) => {
      const { client, sandbox, johns } = await scene(t);
      const { now: own } = Date;
      t.after(() => void (Date.now = own));
      sandbox.faults.add({ match: { path: USERS }, fault: { kind: "rate-limit", seconds: 1 } });
      sandbox.faults.add({ match: { path: CREATE }, fault: { kind: "drop", when: "after" } });
      Date.now = now;
      const began = performance.now();
      const outcome = await client({ requestsPerSecond: 50 }).provision(JOHN);
      assert.deepEqual([outcome.status, outcome.verified, johns()], ["created", true, 1]);
      assert.ok(performance.now() - began < 12_000, `${performance.now() - began} ms`);
    });
  }
});

test("an abort reason that fights back is heard like any other", async (t) => {
  const { client } = await scene(t);
  const reasons = [
    { then: () => { throw new RangeError("then"); } },
    Object.defineProperty({}, "then", { get: () => { throw new RangeError("get"); } }),
    new Proxy({}, { get: () => { throw new RangeError("trap"); } }),
  ];
  for (const reason of reasons) {
    const early = client({ logger: undefined }).provision(JOHN, { signal: AbortSignal.abort(reason) });
    assert.equal((await early.catch((error) => error)).code, "aborted");
    const controller = new AbortController();
    const fetch = () => (controller.abort(reason), new Promise(() => {}));
    for (const call of [(pal) => pal.provision(JOHN, { signal: controller.signal }), (pal) => all(pal.provisionAll([JOHN], { signal: controller.signal }))]) {
      assert.equal((await call(client({ fetch })).catch((error) => error)).code, "aborted");
    }
  }
});

test("WorkSpan as published shows neither names nor e-mails: the second run is unchanged, and says what nobody can see", async (t) => {
  const { client, sandbox, sent } = await workspan(t);
  sandbox.assumptions.set({ "workspan.answers": "published", "workspan.list-totals": "zero", "workspan.put-omitted": "kept" });
  const ann = { email: "ann.new@partner.example", givenName: "Ann", familyName: "New", department: "Sales" };
  const first = await client().provision(ann);
  assert.deepEqual([first.status, first.verified], ["created", false]);
  sent();
  for (const again of [await client().provision(ann), ...(await all(client().provisionAll([ann])))]) {
    assert.deepEqual([again.status, again.changes, again.verified], ["unchanged", [], false]);
    assert.ok(["givenName", "familyName"].every((name) => again.unverified.includes(name)), String(again.unverified));
  }
  assert.ok(sent().every((line) => line.startsWith("GET") || line.endsWith("/token")), "not shown is not different");
  const moved = await client().provision({ ...ann, department: "Support" });
  assert.deepEqual([moved.status, shortly(moved.changes)], ["updated", ["department"]]);
  const written = await client("sandbox", { hiddenAttributes: "write" }).provision({ ...ann, department: "Support" });
  assert.equal(written.status, "updated");
});

test("every wording of MyWorkpal's refusals is one: sent once, with its words", async (t) => {
  const wordings = [
    ...["successful", "success", "Success", "SUCCESSFUL", "Status"].map((key) => ({ "myworkpal.refusal-key": key })),
    ...["False-as-text", "false-as-text"].map((value) => ({ "myworkpal.refusal-value": value })),
    ...["0", "-1", "null", "absent"].map((id) => ({ "myworkpal.refusal-id": id })),
    ...["exceptionMessage", "exceptionMessages", "message", "Message", "message-list"].map((message) => ({ "myworkpal.refusal-message": message })),
  ];
  await Promise.all(
    wordings.map(async (assume) => {
      const { client, sandbox, sent, johns } = await scene(t);
      sandbox.assumptions.set(assume);
      sandbox.faults.add({ match: { path: CREATE }, fault: { kind: "refuse", message: "Not licensed for this." } });
      const outcome = await client().provision(JOHN);
      assert.deepEqual([outcome.status, outcome.error.code, johns(), creates(sent())], ["failed", "config_invalid", 0, 1], JSON.stringify(assume));
      assert.match(outcome.error.message, /Not licensed for this\./, JSON.stringify(assume));
    }),
  );
});

test("Workiva at ordinary latency: 40 people with role, workspace and group at 250 ms are all created", { timeout: 180_000 }, async (t) => {
  const { client, sandbox, sent, has } = await workiva(t);
  const workspaces = [{ workspace: "Annual Report", roles: ["Editor"], groups: ["Reviewers"] }];
  const people = Array.from({ length: 40 }, (_, n) => ({
    email: `person.${n}@doe.example`,
    givenName: "P",
    familyName: `No ${n}`,
    organizationRoles: ["Org User Admin"],
    workspaces,
  }));
  sandbox.faults.add({ times: "always", fault: { kind: "latency", ms: 250 } });
  const outcomes = await all(client({ timeoutMs: 30_000 }).provisionAll(people));
  sandbox.faults.clear();
  assert.deepEqual(statuses(outcomes), people.map(() => "created"), JSON.stringify(outcomes.find(({ error }) => error)?.error));
  for (const person of people) asAsked(has, person);
  const each = sent().length / people.length;
  assert.ok(each < 13, `${each} requests a person`);
});

test("the heap is flat after many calls with one signal", { timeout: 120_000 }, async (t) => {
  const { optionsOf } = await scene(t);
  const { logger: _, ...options } = optionsOf();
  // Nobody answers over a wire: it is the calls that count.
  const script = `
    import { MyWorkpal } from "provisor";
    const list = (results) => new Response(JSON.stringify({ count: results.length, results }));
    const user = { id: 4711, userAccountId: 4711, emailAddress: "a@doe.com", tenant: "companydoe", tenantId: 123 };
    const fetch = async (url) =>
      url.endsWith("/token") ? new Response('{"access_token":"t","expires_in":3600,"token_type":"Bearer"}')
      : list(url.includes("/tenant/") ? [{ id: 123, name: "Company Doe", subDomainName: "companydoe" }] : [user]);
    const pal = new MyWorkpal({ ...${JSON.stringify(options)}, fetch });
    const { signal } = new AbortController();
    const many = async (count) => {
      for (let n = 0; n < count; n += 1) {
        const { status } = await pal.provision({ email: "a@doe.com", company: "Company Doe" }, { signal });
        if (status !== "unchanged") throw new Error(status);
      }
      for (let n = 0; n < 4; n += 1) { gc(); await new Promise((done) => setTimeout(done, 5)); }
      return process.memoryUsage().heapUsed;
    };
    await many(500);
    const before = await many(500);
    const after = await many(4000);
    console.log((after - before) / 4000);`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", "--input-type=module", "--eval", script], {
    cwd: new URL(".", import.meta.url),
  });
  assert.ok(Number(stdout) < 200, `${stdout} bytes a call`);
});
