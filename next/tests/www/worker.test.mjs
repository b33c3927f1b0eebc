// The Worker in workerd, before the sandbox over HTTP: plans, runs as streams, refusals, limits, and no secret anywhere.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { roster } from "provisor";
import { vector } from "../sandbox.mjs";
import { startWorker, TOKEN } from "./kit/worker.mjs";

const people = async (file, platform) => {
  const text = await readFile(vector(`rosters/${file}`), "utf8");
  return roster.parse(text, { platform }).users;
};
const ROSTERS = {
  myworkpal: ["myworkpal.csv", "myworkpal"],
  workspan: ["workspan.json", "workspan"],
  workiva: ["workiva.json", "workiva"],
  "workiva-scim": ["workiva.json", "workiva"],
  "workforce-optimization": ["workforce-optimization.json", "workforce-optimization"],
};
const NEW = { email: "new@partner.example", givenName: "New", familyName: "Person" };
const SESSION = /\/(token|authorize)$|\/metadata\/values\/get$/;
const isWrite = ({ method, target }) => !["GET", "DELETE"].includes(method) && !SESSION.test(target);

/** The plans of everybody, in order, as somebody who agrees to them sends them back. */
async function approvedOf(worker, users) {
  const events = await worker.run("/api/workspan/plan", { users });
  const plans = events.flatMap(({ plan }) => plan ?? []).sort((a, b) => a.row - b.row);
  return plans.map((plan) => ({ plan, user: users[plan.row] }));
}

for (const [platform, [file, name]] of Object.entries(ROSTERS)) {
  test(`${platform}: people are planned, the approved plans are carried out, a second run changes nothing`, async (t) => {
    const worker = await startWorker();
    t.after(() => worker.close());
    const connection = await (await worker.call(`/api/${platform}/connect`, { body: {} })).json();
    assert.equal(connection.platform, name);

    const users = await people(file, name);
    const events = await worker.run(`/api/${platform}/plan`, { users });
    assert.deepEqual(events.at(-1), { type: "end" });
    const all = events
      .slice(0, -1)
      .map(({ plan }) => plan)
      .sort((a, b) => a.row - b.row);
    assert.deepEqual(
      all.map(({ row }) => row),
      users.map((_, row) => row),
      "everybody is told of",
    );
    assert.deepEqual(worker.sandbox.log.filter(isWrite), []);

    for (const { action, error } of all) assert.equal(action === "blocked", error !== undefined);
    const approved = all
      .filter(({ action }) => action !== "blocked")
      .map((plan) => ({ plan, user: users[plan.row] }));
    const first = await worker.run(`/api/${platform}/provision`, { approved });
    assert.deepEqual(first.at(-1), { type: "end" });
    const outcomes = first.flatMap(({ outcome }) => outcome ?? []).sort((a, b) => a.row - b.row);
    assert.deepEqual(
      outcomes.map(({ row, subject }) => [row, subject]),
      approved.map(({ plan }, row) => [row, plan.subject]),
    );
    const created = outcomes.filter(({ status }) => status === "created");
    assert.ok(created.length > 0);
    assert.ok(created.every(({ verified }) => verified));

    const again = await worker.run(`/api/${platform}/provision`, { users });
    const second = again.flatMap(({ outcome }) => outcome ?? []);
    assert.deepEqual(
      second.map(({ row }) => row).sort((a, b) => a - b),
      users.map((_, row) => row),
    );
    assert.deepEqual(
      second.filter(({ status }) => status === "created" || status === "updated"),
      [],
    );
    for (const { subject } of created)
      assert.equal(second.find((each) => each.subject === subject).status, "unchanged");

    assert.match(
      worker.log(),
      new RegExp(`"event":"provision","platform":"${platform}","caller":"static token","end":"end"`),
    );
    for (const text of [worker.answered(), worker.log()]) {
      assert.ok(text.length > 0);
      assert.doesNotMatch(text, /CANARY-/);
      for (const [name, value] of Object.entries(worker.settings)) {
        if (/SECRET|PASSWORD|TOKEN/.test(name)) assert.ok(!text.includes(value), name);
      }
    }
    for (const { email, userName } of users)
      assert.ok(!worker.log().includes(email ?? userName), "the log names nobody");
  });
}

test("outcomes come as they are made, and whoever leaves ends the run after those in hand", async (t) => {
  let release, isHeld;
  const held = new Promise((resolve) => (isHeld = resolve));
  const gate = new Promise((resolve) => (release = resolve));
  // The second create waits until it is let go; those after it take as long as on a platform.
  const sleep = (ms) => (ms === 1 ? (isHeld(), gate) : new Promise((done) => setTimeout(done, ms)));
  const worker = await startWorker({ sleep });
  t.after(() => (release(), worker.close()));
  const users = Array.from({ length: 50 }, (_, n) => ({ ...NEW, email: `new.${n}@partner.example` }));
  const approved = await approvedOf(worker, users);
  worker.sandbox.faults.add({
    match: { call: "workspan.createUser", nth: 2 },
    times: 1,
    fault: { kind: "latency", ms: 1 },
  });
  worker.sandbox.faults.add({
    match: { call: "workspan.createUser", nth: 11 },
    times: Infinity,
    fault: { kind: "latency", ms: 300 },
  });
  const isThere = ({ email }) => worker.sandbox.workspan.usersOf(email).length === 1;

  const leaving = new AbortController();
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify({ approved }), signal: leaving.signal };
  const response = await fetch(`${worker.url}/api/workspan/provision`, init);
  const { value } = await response.body.getReader().read();
  const [line] = new TextDecoder().decode(value).split("\n");
  const { row, status } = JSON.parse(line).outcome;
  assert.equal(status, "created");
  await held;
  assert.equal(isThere(users[row]), true);
  const inHand = users.slice(0, 10);
  assert.ok(!inHand.every(isThere), "somebody else waits");
  leaving.abort();
  release();
  await worker.logged(/"event":"provision"/);
  assert.match(worker.log(), /"end":"left by the caller"/);
  assert.deepEqual(inHand.map(isThere), inHand.map(() => true), "those in hand are done");
  assert.equal(isThere(users.at(-1)), false, "the rest is not begun");
  // The Worker is told a little later: people may come between, and they are in the log like all.
  assert.ok(worker.log().includes(`"created":${users.filter(isThere).length}}`), worker.log());
});

test("a plan that the platform has left behind is refused; one that is done already changes nothing", async (t) => {
  const worker = await startWorker();
  t.after(() => worker.close());
  const approved = await approvedOf(worker, [NEW]);
  const [{ outcome: created }] = await worker.run("/api/workspan/provision", { approved });
  assert.equal(created.status, "created");
  const [{ outcome: again }] = await worker.run("/api/workspan/provision", { approved });
  assert.deepEqual([again.row, again.status, again.id], [0, "unchanged", created.id]);
  // Somebody else gives the person another name.
  await worker.run("/api/workspan/provision", { users: [{ ...NEW, givenName: "Other" }] });
  const from = worker.sandbox.log.length;
  const [{ outcome: stale }, end] = await worker.run("/api/workspan/provision", { approved });
  assert.deepEqual([stale.row, stale.status, stale.error.code, end.type], [0, "conflict", "stale_plan", "end"]);
  assert.deepEqual(worker.sandbox.log.slice(from).filter(isWrite), []);
  assert.equal(worker.sandbox.workspan.usersOf(NEW.email).length, 1);
});

test("a plan that was changed on the way is refused, and nothing is written", async (t) => {
  const worker = await startWorker();
  t.after(() => worker.close());
  const [{ plan }] = await approvedOf(worker, [NEW]);
  const other = { ...NEW, email: "other@partner.example" };
  for (const changed of [
    { plan: { ...plan, user: other, subject: other.email }, user: other },
    { plan, user: { ...NEW, givenName: "Other" } },
    { plan: { ...plan, fingerprint: "0".repeat(64) }, user: NEW },
    { plan: { ...plan, fingerprint: "" }, user: NEW },
  ]) {
    const [{ outcome }] = await worker.run("/api/workspan/provision", { approved: [changed] });
    assert.deepEqual([outcome.status, outcome.error.code, outcome.changes], ["conflict", "stale_plan", []]);
  }
  assert.deepEqual(worker.sandbox.log.filter(isWrite), []);
});

test("a plan to take somebody away is refused: the limit for that is nobody", async (t) => {
  const worker = await startWorker();
  t.after(() => worker.close());
  const [{ plan }] = await approvedOf(worker, [NEW]);
  const from = worker.sandbox.log.length;
  const approved = [{ plan: { ...plan, remove: true, action: "remove" }, user: NEW }];
  const events = await worker.run("/api/workspan/provision", { approved });
  assert.deepEqual(
    events.map(({ type, error }) => [type, error.code]),
    [["failed", "config_invalid"]],
  );
  assert.match(events[0].error.message, /1 people are to be removed, and the limit permits 0/);
  assert.equal(worker.sandbox.log.length, from, "nothing was sent");
});

test("a bad row's plan is blocked, and names the field; the others go on", async (t) => {
  const worker = await startWorker();
  t.after(() => worker.close());
  const events = await worker.run("/api/workspan/plan", { users: [{ ...NEW, email: "nobody" }, NEW] });
  const plans = events.flatMap(({ plan }) => plan ?? []).sort((a, b) => a.row - b.row);
  assert.deepEqual(
    plans.map(({ row, action, error }) => [row, action, error?.code]),
    [
      [0, "blocked", "config_invalid"],
      [1, "create", undefined],
    ],
  );
  assert.match(plans[0].error.message, /\bemail\b/);
});

test("refused credentials of the platform are told as such, once, before and within a stream", async (t) => {
  const worker = await startWorker({ settings: { WORKSPAN_CLIENT_SECRET: "CANARY-wrong-secret" } });
  t.after(() => worker.close());
  const problem = await worker.problem("/api/workspan/connect", { body: {} }, 502);
  assert.equal(problem.code, "auth_rejected");
  assert.ok(problem.hint.length > 0);
  const events = await worker.run("/api/workspan/plan", { users: [NEW] });
  // The person is told of, too: nobody who was begun is lost.
  assert.deepEqual(
    events.map(({ type, plan, error }) => [type, plan?.action, (plan ?? { error }).error.code]),
    [
      ["plan", "blocked", "auth_rejected"],
      ["failed", undefined, "auth_rejected"],
    ],
  );
  assert.equal(worker.sandbox.log.filter(({ target }) => SESSION.test(target)).length, 2, "asked for once each time");
  assert.doesNotMatch(worker.answered() + worker.log(), /CANARY-/);
});

test("what goes wrong on the way is in the log, without the person", async (t) => {
  const worker = await startWorker();
  t.after(() => worker.close());
  worker.sandbox.faults.add({
    match: { method: "POST", path: "/api/scim/v2/Users" },
    times: 1,
    fault: { kind: "drop", when: "after" },
  });
  const [{ outcome }] = await worker.run("/api/workspan/provision", { users: [NEW] });
  assert.deepEqual([outcome.status, outcome.verified], ["created", true]);
  await worker.logged(/"event":"platform","platform":"workspan","step":"[^"]+","attempt":0,"status":0,/);
  assert.ok(!worker.log().includes(NEW.email) && !worker.log().includes(NEW.givenName), worker.log());
  assert.doesNotMatch(worker.log(), /CANARY-/);
});

test("when people fail alike, the run ends and leaves the others", async (t) => {
  const worker = await startWorker();
  t.after(() => worker.close());
  const users = Array.from({ length: 40 }, (_, n) => ({ ...NEW, email: `new.${n}@partner.example` }));
  const approved = await approvedOf(worker, users);
  worker.sandbox.faults.add({
    match: { method: "POST", path: "/api/scim/v2/Users" },
    times: Infinity,
    fault: { kind: "status", status: 403 },
  });
  const events = await worker.run("/api/workspan/provision", { approved });
  const { type, error } = events.at(-1);
  assert.equal(type, "failed");
  assert.match(error.message, /20 of 20 people failed alike/);
  assert.equal(events.length, 21);
});

test("what callers send wrongly is refused with the place and the remedy", async (t) => {
  const worker = await startWorker({
    settings: {
      MAX_ROWS: "2",
      MAX_BODY_BYTES: "5000",
      WORKIVA: "",
      WORKIVA_CLIENT_ID: "",
      WORKIVA_CLIENT_SECRET: "",
      MYWORKPAL_CLIENT_SECRET: "",
    },
  });
  t.after(() => worker.close());
  const plan = "/api/workspan/plan";
  const table = [
    ["/api/nowhere/plan", { body: { users: [NEW] } }, 404, "not_found", /no platform "nowhere"/],
    ["/api/constructor/plan", { body: { users: [NEW] } }, 404, "not_found", /no platform "constructor"/],
    ["/api/workiva/plan", { body: { users: [NEW] } }, 404, "config_missing", /not set up/],
    ["/api/myworkpal/plan", { body: { users: [NEW] } }, 500, "config_invalid", /MYWORKPAL_CLIENT_SECRET: not set/],
    ["/api/nothing", {}, 404, "not_found", /no such call/],
    [plan, { body: "{" }, 400, "config_invalid", /not JSON/],
    [plan, { body: {} }, 400, "config_invalid", /body\.users/],
    [plan, { body: { users: [] } }, 400, "config_invalid", /body\.users/],
    [plan, { body: { users: [7] } }, 400, "config_invalid", /body\.users\.0/],
    [plan, { body: { users: [NEW], other: 1 } }, 400, "config_invalid", /other/],
    [plan, { body: { users: [NEW, NEW, NEW] } }, 413, "config_invalid", /3 people, one call takes 2/],
    [
      plan,
      { body: { users: [{ ...NEW, displayName: "x".repeat(6000) }] } },
      413,
      "config_invalid",
      /larger than 5000 bytes/,
    ],
    [plan, { body: "users", headers: { "content-type": "text/plain" } }, 415, "config_invalid", /content-type/],
    ["/api/workspan/provision", { body: { users: [NEW], approved: [] } }, 400, "config_invalid", /either/],
    ["/api/workspan/provision", { body: { approved: [{ plan: {}, user: NEW }] } }, 400, "config_invalid", /either/],
  ];
  for (const [path, options, status, code, words] of table) {
    const problem = await worker.problem(path, options, status);
    assert.equal(problem.code, code, path);
    assert.match(problem.detail, words);
    assert.ok(problem.hint?.length > 0, `${path} says what to do`);
  }
  // Without its length said beforehand, too.
  const body = new Blob([" ".repeat(6000)]).stream();
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
  const streamed = await fetch(worker.url + plan, { method: "POST", headers, body, duplex: "half" });
  assert.deepEqual([streamed.status, (await streamed.json()).code], [413, "config_invalid"]);

  const ready = await (await worker.call("/api/platforms")).json();
  assert.deepEqual(
    ready.filter(({ isReady }) => !isReady).map(({ id }) => id),
    ["myworkpal", "workiva"],
  );
  assert.equal(worker.sandbox.log.length, 0, "nothing was sent");
});
