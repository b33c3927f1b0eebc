// A roster: read, provisioned together, and provisioned again without a change.
import assert from "node:assert/strict";
import { test } from "node:test";
import { roster } from "provisor";
import { accountsOf, byRow, checkIds, CSV, PEOPLE, PROBLEMS } from "./kit/bulk.mjs";
import { all, CREATE, failing, JANE, JOHN, scene, TENANTS, TOKEN, USERS } from "./kit/scene.mjs";

const count = (lines) => lines.reduce((counts, line) => ({ ...counts, [line]: (counts[line] ?? 0) + 1 }), {});
const MUELLER = "GET /api/admin/users/list/get/all/mueller-oneill";

test("the roster is read, and its problem named by row and column", () => {
  assert.equal(PEOPLE.length, 26);
  assert.deepEqual(
    PROBLEMS.map(({ row, column }) => [row, column]),
    [[28, "email"]],
  );
  assert.match(PROBLEMS[0].message, /@/);
  assert.deepEqual(PEOPLE[2], { email: "left.last.year@doe.com", subDomain: "companydoe" });
  const bad = [
    [CSV, { platform: "myworkpaul" }],
    [CSV, undefined],
    [undefined, { platform: "myworkpal" }],
    [5, { platform: "myworkpal" }],
    ["name,mail\n", { platform: "myworkpal" }],
    ["", { platform: "myworkpal" }],
  ];
  for (const [text, options] of bad)
    assert.throws(() => roster.parse(text, options), { code: "config_invalid", name: "ProvisorError" });
  const json = JSON.stringify([JOHN, { ...JANE, company: undefined }]);
  const { problems, ...read } = roster.parse(json, { platform: "myworkpal" });
  assert.deepEqual([read, problems.length], [{ users: [JOHN], rows: [0] }, 1]);
  assert.match(`${problems[0].column} ${problems[0].message}`, /company.*subDomain/);
});

test("all are provisioned with few requests; again, nothing changes", async (t) => {
  const { client, state, sent } = await scene(t);
  const pal = client();
  const progress = [];
  const outcomes = await all(pal.provisionAll(PEOPLE, { onProgress: (step) => progress.push(step) }));
  assert.deepEqual(
    outcomes.map(({ row }) => row).sort((a, b) => a - b),
    PEOPLE.map((_, row) => row),
  );
  for (const { row, subject, status, verified, existedBefore, error } of outcomes) {
    const { email } = PEOPLE[row];
    const existing = ["jane.roe@doe.com", "left.last.year@doe.com"].includes(email);
    const expected = email === "nobody@nowhere.example" ? "failed" : existing ? "unchanged" : "created";
    assert.deepEqual(
      [subject, status, verified, existedBefore],
      [email, expected, expected !== "failed", existing],
      email,
    );
    assert.equal(error?.code, expected === "failed" ? "not_found" : undefined);
  }
  checkIds(state, outcomes);
  assert.equal(accountsOf(state).length, 4 + 23);
  assert.deepEqual(count(sent()), {
    [`POST ${TOKEN}`]: 1,
    // Two spellings of a name are one tenant, asked for once; by sub-domain it is another question.
    [`GET ${TENANTS}`]: 5,
    [`GET ${USERS}`]: 4,
    [MUELLER]: 4,
    [`POST ${CREATE}`]: 23,
  });
  assert.deepEqual(
    progress.map(({ done }) => done),
    PEOPLE.map((_, index) => index + 1),
  );
  assert.deepEqual(progress.at(-1), { begun: 26, done: 26, counts: { created: 23, unchanged: 2, failed: 1 } });
  assert.ok(progress.every(({ begun, done }) => begun >= done));

  const again = await all(pal.provisionAll(PEOPLE));
  const changed = again.filter(({ status }) => status !== "unchanged");
  assert.deepEqual(
    changed.map(({ subject, status }) => [subject, status]),
    [["nobody@nowhere.example", "failed"]],
  );
  assert.deepEqual(count(sent()), { [`GET ${TENANTS}`]: 5, [`GET ${USERS}`]: 2, [MUELLER]: 2 });
  assert.equal(accountsOf(state).length, 4 + 23);
});

test("a row that is no person fails alone, before anything is sent for it", async (t) => {
  const { client, sent } = await scene(t);
  const people = [
    JOHN,
    { email: "no at", company: "Company Doe" },
    JANE,
    null,
    7,
    { ...JOHN, email: "JOHN@DOE.COM" },
    { ...JANE, surname: "Roe" },
  ];
  const outcomes = await all(client().provisionAll(people));
  assert.deepEqual(
    byRow(outcomes).map(([row, subject, status, , , code]) => [row, subject, status, code]),
    [
      [0, "john@doe.com", "created", undefined],
      [1, "no at", "failed", "config_invalid"],
      [2, "jane.roe@doe.com", "unchanged", undefined],
      [3, "", "failed", "config_invalid"],
      [4, "", "failed", "config_invalid"],
      [5, "JOHN@DOE.COM", "failed", "config_invalid"],
      [6, "jane.roe@doe.com", "failed", "config_invalid"],
    ],
  );
  assert.match(outcomes.find(({ row }) => row === 5).error.message, /row 0/);
  assert.equal(count(sent())[`POST ${CREATE}`], 1);
});

test("one person's trouble is that person's outcome", async (t) => {
  const { client, sandbox, state } = await scene(t);
  const people = ["a", "b", "c", "d"].map((name) => ({ email: `${name}@doe.com`, subDomain: "companydoe" }));
  sandbox.faults.add({
    match: { method: "POST", path: CREATE },
    fault: { kind: "status", status: 400, body: { message: "no" } },
  });
  sandbox.faults.add({ match: { method: "POST", path: CREATE, nth: 3 }, fault: { kind: "drop", when: "after" } });
  const outcomes = await all(client({ concurrency: 1 }).provisionAll(people));
  const statuses = byRow(outcomes).map(([, , status, verified]) => [status, verified]);
  assert.deepEqual(statuses, [
    ["failed", false],
    ["created", true],
    ["created", true],
    ["created", true],
  ]);
  assert.equal(state.accounts.filter(({ emailAddress }) => /^[a-d]@/.test(emailAddress)).length, 3);
});

test("a list that lies about one of many is asked about each alone", async (t) => {
  for (const kind of ["ambiguous", "ignore-filter", "count-disagrees"]) {
    const { client, sandbox, state } = await scene(t);
    sandbox.faults.add({ match: { path: USERS }, fault: { kind } });
    const outcomes = await all(client().provisionAll([JOHN, JANE]));
    const statuses = byRow(outcomes).map(([, , status]) => status);
    const expected = kind === "count-disagrees" ? ["failed", "failed"] : ["created", "unchanged"];
    assert.deepEqual(statuses, expected, kind);
    accountsOf(state);
  }
});

test("what concerns the whole run is thrown", async (t) => {
  const { client, sandbox, state } = await scene(t);
  const wrong = client({ credentials: { clientId: "nobody", clientSecret: "CANARY-x" } });
  await failing("auth_rejected", all(wrong.provisionAll([JOHN])));
  sandbox.faults.add({ match: { path: CREATE, nth: 2 }, times: "always", fault: { kind: "status", status: 401 } });
  const outcomes = [];
  const people = ["a", "b", "c"].map((name) => ({ email: `${name}@doe.com`, subDomain: "companydoe" }));
  const error = await failing("auth_rejected", async () => {
    for await (const outcome of client({ concurrency: 1 }).provisionAll(people)) outcomes.push(outcome);
  });
  assert.match(error.hint, /permissions/);
  assert.equal(state.accounts.filter(({ emailAddress }) => /^[abc]@/.test(emailAddress)).length, 1);
});

test("as many requests at once as `concurrency` says, and never more", async (t) => {
  for (const [own, ofRun, most] of [
    [undefined, undefined, 4],
    [2, undefined, 2],
    [4, 1, 1],
    [2, 8, 8],
  ]) {
    // Every request stays until nothing more comes: so the most that come are seen.
    const { client, sandbox, traffic } = await scene(t, {
      sleep: async () => {
        for (let turn = 0; turn < 30; turn += 1) await new Promise(setImmediate);
      },
    });
    sandbox.faults.add({ times: "always", fault: { kind: "latency", ms: 1 } });
    const outcomes = await all(client({ concurrency: own }).provisionAll(PEOPLE, { concurrency: ofRun }));
    assert.equal(outcomes.length, PEOPLE.length);
    assert.equal(traffic.most, most);
  }
});

test("an outcome is told while others are still waited for", async (t) => {
  let release;
  const held = new Promise((done) => (release = done));
  const { client, sandbox } = await scene(t, { sleep: () => held });
  sandbox.faults.add({ match: { path: MUELLER.slice("GET ".length) }, fault: { kind: "latency", ms: 1 } });
  const people = [{ email: "kofi.mensah@mueller-oneill.example", subDomain: "mueller-oneill" }, JOHN];
  const told = [];
  for await (const { subject, status } of client({ timeoutMs: 2_000, maxRetries: 0 }).provisionAll(people)) {
    told.push([subject, status]);
    // Were he told at the end only, the other one would have failed by then.
    release();
  }
  assert.deepEqual(told, [
    [JOHN.email, "created"],
    [people[0].email, "created"],
  ]);
});

test("lists of every kind; nobody is nothing", async (t) => {
  const { client, sent } = await scene(t);
  const pal = client();
  assert.deepEqual(await all(pal.provisionAll([])), []);
  assert.deepEqual(sent(), []);
  async function* stream() {
    yield JOHN;
    yield JANE;
  }
  const lists = [[JOHN, JANE], new Set([JOHN, JANE]), stream()];
  for (const list of lists) assert.equal((await all(pal.provisionAll(list))).length, 2);
  async function* broken() {
    yield JOHN;
    throw new RangeError("the file ends here");
  }
  sent();
  await assert.rejects(all(pal.provisionAll(broken())), RangeError);
  for (const bad of [undefined, null, "john@doe.com", 5, { users: [] }])
    await failing("config_invalid", all(pal.provisionAll(bad)));
  assert.deepEqual(sent(), []);
});

test("a caller's own hooks that fail do not lose an outcome", async (t) => {
  const { client } = await scene(t);
  const onProgress = () => {
    throw new Error("the bar is broken");
  };
  assert.equal((await all(client().provisionAll(PEOPLE, { onProgress }))).length, PEOPLE.length);
});
