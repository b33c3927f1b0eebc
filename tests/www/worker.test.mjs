// The Worker in workerd, before the sandbox over HTTP: plans, runs as streams, refusals, limits, and no secret anywhere.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { roster } from "provisor";
import { startWorker, TOKEN } from "./kit/worker.mjs";

const people = async (file, platform) => {
  const text = await readFile(new URL(`../vectors/rosters/${file}`, import.meta.url), "utf8");
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

for (const [platform, [file, name]] of Object.entries(ROSTERS)) {
  test(`${platform}: people are planned, the approved plans are carried out, a second run changes nothing`, async (t) => {
    const worker = await startWorker();
    t.after(() => worker.close());
    const connection = await (await worker.call(`/api/${platform}/connect`, { body: {} })).json();
    assert.equal(connection.platform, name);

    const users = await people(file, name);
    const events = await worker.run(`/api/${platform}/plan`, { users });
    assert.deepEqual(events.at(-1), { type: "end" });
    const rows = events
      .slice(0, -1)
      .map(({ row }) => row)
      .sort((a, b) => a - b);
    assert.deepEqual(
      rows,
      users.map((_, row) => row),
      "everybody is told of",
    );
    assert.deepEqual(
      worker.sandbox.log.filter(
        ({ method, target }) => method !== "GET" && !SESSION.test(target) && !/DELETE/.test(method),
      ),
      [],
    );

    const plans = events.filter(({ type }) => type === "plan").sort((a, b) => a.row - b.row);
    const approved = plans.map(({ row, plan }) => ({ plan, user: users[row] }));
    const first = await worker.run(`/api/${platform}/provision`, { approved });
    assert.deepEqual(first.at(-1), { type: "end" });
    assert.deepEqual(
      first.slice(0, -1).map(({ row }) => row),
      approved.map((_, row) => row),
    );
    const outcomes = first.flatMap(({ outcome }) => outcome ?? []);
    const created = outcomes.filter(({ status }) => status === "created");
    assert.ok(created.length > 0);
    assert.ok(created.every(({ verified }) => verified));

    const again = await worker.run(`/api/${platform}/provision`, { users });
    const second = again.flatMap(({ outcome }) => outcome ?? []);
    assert.equal(second.length, users.length);
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

test("outcomes come as they are made, and whoever leaves ends the run after the person in hand", async (t) => {
  let release, isHeld;
  const held = new Promise((resolve) => (isHeld = resolve));
  const gate = new Promise((resolve) => (release = resolve));
  const sleep = () => (isHeld(), gate);
  const worker = await startWorker({ sleep });
  t.after(() => worker.close());
  const users = Array.from({ length: 50 }, (_, n) => ({ ...NEW, email: `new.${n}@partner.example` }));
  const plans = (await worker.run("/api/workspan/plan", { users }))
    .filter(({ type }) => type === "plan")
    .sort((a, b) => a.row - b.row);
  const approved = plans.map(({ plan, row }) => ({ plan, user: users[row] }));
  worker.sandbox.faults.add({
    match: { method: "POST", path: "/api/scim/v2/Users", nth: 2 },
    times: 1,
    fault: { kind: "latency", ms: 1 },
  });

  const leaving = new AbortController();
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify({ approved }), signal: leaving.signal };
  const response = await fetch(`${worker.url}/api/workspan/provision`, init);
  const { value } = await response.body.getReader().read();
  const [line] = new TextDecoder().decode(value).split("\n");
  assert.equal(JSON.parse(line).outcome.status, "created");
  await held;
  assert.equal(worker.sandbox.workspan.usersOf(users[0].email).length, 1, "the first is done while the second waits");
  assert.equal(worker.sandbox.workspan.usersOf(users[1].email).length, 0);
  leaving.abort();
  release();
  await worker.logged(/"event":"provision"/);
  assert.match(worker.log(), /"end":"left by the caller"/);
  // The Worker notices when it writes what nobody reads: a few may come between.
  const isThere = ({ email }) => worker.sandbox.workspan.usersOf(email).length === 1;
  assert.equal(isThere(users[1]), true, "who was in hand is done");
  assert.equal(isThere(users.at(-1)), false, "the rest is not begun");
});

test("a plan that the platform has left behind is refused, and is that row's error", async (t) => {
  const worker = await startWorker();
  t.after(() => worker.close());
  const [{ plan }] = await worker.run("/api/workspan/plan", { users: [NEW] });
  const order = { approved: [{ plan, user: NEW }] };
  assert.equal((await worker.run("/api/workspan/provision", order))[0].outcome.status, "created");
  const [stale, end] = await worker.run("/api/workspan/provision", order);
  assert.deepEqual([stale.type, stale.row, stale.error.code, end.type], ["error", 0, "stale_plan", "end"]);
  assert.equal(worker.sandbox.workspan.usersOf(NEW.email).length, 1);
});

test("a plan that was changed on the way is refused, and nothing is written", async (t) => {
  const worker = await startWorker();
  t.after(() => worker.close());
  const [{ plan }] = await worker.run("/api/workspan/plan", { users: [NEW] });
  const other = { ...NEW, email: "other@partner.example" };
  for (const changed of [
    { ...plan, user: other, subject: other.email },
    { ...plan, fingerprint: "0".repeat(64) },
  ]) {
    const [refused] = await worker.run("/api/workspan/provision", { approved: [{ plan: changed, user: NEW }] });
    assert.equal(refused.type, "error", JSON.stringify(refused));
  }
  const writes = worker.sandbox.log.filter(({ method, target }) => method !== "GET" && !SESSION.test(target));
  assert.deepEqual(writes, []);
});

test("a bad row is that row's error, named by field; the others go on", async (t) => {
  const worker = await startWorker();
  t.after(() => worker.close());
  const events = await worker.run("/api/workspan/plan", { users: [{ ...NEW, email: "nobody" }, NEW] });
  const [bad] = events.filter(({ type }) => type === "error");
  assert.deepEqual([bad.row, bad.error.code], [0, "config_invalid"]);
  assert.match(bad.error.message, /^email: /);
  assert.deepEqual(
    events.filter(({ type }) => type === "plan").map(({ row }) => row),
    [1],
  );
});

test("refused credentials of the platform are told as such, once, before and within a stream", async (t) => {
  const worker = await startWorker({ settings: { WORKSPAN_CLIENT_SECRET: "CANARY-wrong-secret" } });
  t.after(() => worker.close());
  const problem = await worker.problem("/api/workspan/connect", { body: {} }, 502);
  assert.equal(problem.code, "auth_rejected");
  assert.ok(problem.hint.length > 0);
  const events = await worker.run("/api/workspan/plan", { users: [NEW] });
  assert.deepEqual(
    events.map(({ type, error }) => [type, error.code]),
    [["failed", "auth_rejected"]],
  );
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
  await worker.logged(/"event":"platform"/);
  assert.ok(!worker.log().includes(NEW.email) && !worker.log().includes(NEW.givenName), worker.log());
  assert.doesNotMatch(worker.log(), /CANARY-/);
});

test("when people fail alike, the run ends and leaves the others", async (t) => {
  const worker = await startWorker();
  t.after(() => worker.close());
  const users = Array.from({ length: 40 }, (_, n) => ({ ...NEW, email: `new.${n}@partner.example` }));
  const plans = (await worker.run("/api/workspan/plan", { users }))
    .filter(({ type }) => type === "plan")
    .sort((a, b) => a.row - b.row);
  const approved = plans.map(({ plan, row }) => ({ plan, user: users[row] }));
  worker.sandbox.faults.add({
    match: { method: "POST", path: "/api/scim/v2/Users" },
    times: Infinity,
    fault: { kind: "status", status: 403 },
  });
  const events = await worker.run("/api/workspan/provision", { approved });
  const { type, error } = events.at(-1);
  assert.equal(type, "failed");
  assert.match(error.message, /stopped: 20 of 20 people failed alike/);
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
