// Time-outs and aborts: everything ends promptly, with the right code, and leaves nothing behind.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import vm from "node:vm";
import { all, CREATE, failing, JANE, JOHN, memoryJournal, scene, TENANTS, TOKEN, USERS } from "./kit/scene.mjs";

const VERBS = [
  ["connect", (pal, signal) => pal.connect({ signal })],
  ["plan", (pal, signal) => pal.plan(JOHN, { signal })],
  ["provision", (pal, signal) => pal.provision(JOHN, { signal })],
  ["provisionAll", (pal, signal) => all(pal.provisionAll([JOHN, JANE], { signal }))],
];

test("a signal that is aborted already: nothing is sent", async (t) => {
  const { client, witness } = await scene(t);
  let calls = 0;
  const counted = (...inputs) => {
    calls += 1;
    return fetch(...inputs);
  };
  const reason = new RangeError("not today");
  for (const [name, call] of VERBS) {
    const error = await failing("aborted", call(client({ fetch: counted }), AbortSignal.abort(reason)));
    assert.equal(error.cause, reason, name);
    assert.match(error.hint, /resume|run again/);
  }
  const ofClient = client({ fetch: counted, signal: AbortSignal.abort() });
  const error = await failing("aborted", ofClient.provision(JOHN));
  assert.equal(error.cause.name, "AbortError");
  await failing("aborted", ofClient.apply({ ...(await client().plan(JOHN)) }));
  assert.equal(calls, 0);
  assert.ok(witness);
});

test("an abort is heard whatever its reason, and the reason is the cause", async (t) => {
  const { client } = await scene(t);
  const never = () => new Promise(() => {});
  const pending = never();
  const refused = Promise.reject(new Error("no reason"));
  refused.catch(() => {});
  const symbol = Symbol("odd");
  const foreign = vm.runInNewContext("new RangeError('elsewhere')");
  const reasons = [["enough"], [0], [false], [symbol], [foreign], [{ why: "so" }], [null, undefined], [pending, { reason: pending }],
    [refused, { reason: refused }]];
  for (const [reason, cause = reason] of reasons) {
    const early = await failing("aborted", client({ fetch: never }).connect({ signal: AbortSignal.abort(reason) }));
    const controller = new AbortController();
    const reached = withResolvers();
    const flight = client({ fetch: () => (reached.resolve(), never()) }).connect({ signal: controller.signal });
    const late = failing("aborted", flight);
    await reached.promise;
    controller.abort(reason);
    for (const error of [early, await late]) {
      if (reason === null) assert.equal("cause" in error, false);
      else assert.deepEqual(error.cause, cause, String(reason));
    }
  }
  for (const signal of [AbortSignal.abort(), AbortSignal.abort(undefined)]) {
    const error = await failing("aborted", client({ fetch: never }).connect({ signal }));
    assert.equal(error.cause.name, "AbortError");
  }
});

function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

test("an abort while a request is in flight ends at once, whatever verb, whatever request", async (t) => {
  const stages = {
    connect: [TOKEN, TENANTS],
    plan: [TOKEN, TENANTS, USERS],
    provision: [TOKEN, TENANTS, USERS, CREATE],
    provisionAll: [TOKEN, TENANTS, USERS, CREATE],
  };
  for (const [name, call] of VERBS) {
    for (const path of stages[name]) {
      const { client, sandbox, state, struck } = await scene(t);
      const rule = sandbox.faults.add({ match: { path }, fault: { kind: "hang", when: "after" } });
      const controller = new AbortController();
      const pal = client();
      const ended = failing("aborted", call(pal, controller.signal));
      await struck(rule);
      controller.abort(new Error("enough"));
      const error = await ended;
      assert.deepEqual([error.cause.message, error.platform], ["enough", "myworkpal"], `${name} ${path}`);
      const sent = sandbox.log.length;
      // The client is as good as new.
      assert.equal((await pal.provision(JOHN)).verified, true);
      assert.equal(state.accountsOf("companydoe", JOHN.email).length, 1);
      assert.ok(sandbox.log.length > sent);
    }
  }
});

test("an abort while waiting for the next try ends at once", async (t) => {
  const table = [
    ["a backoff", { kind: "status", status: 503, headers: { "retry-after": "50" } }],
    ["a rate limit", { kind: "rate-limit", seconds: 50 }],
  ];
  for (const [name, fault] of table) {
    const { client, sandbox, witness } = await scene(t);
    sandbox.faults.add({ match: { path: TENANTS }, fault });
    const controller = new AbortController();
    const ended = failing("aborted", client().provision(JOHN, { signal: controller.signal }));
    while (!witness.events.some((event) => event?.type === "retry" || event?.type === "wait")) {
      await new Promise(setImmediate);
    }
    controller.abort();
    assert.equal((await ended).cause.name, "AbortError", name);
  }
});

test("one call's abort leaves the others alone; the client's own ends them all", async (t) => {
  const { client, sandbox, struck } = await scene(t);
  const whole = new AbortController();
  const pal = client({ signal: whole.signal });
  await pal.connect();
  const rule = sandbox.faults.add({ match: { path: TENANTS }, times: 2, fault: { kind: "hang" } });
  const one = new AbortController();
  const first = failing("aborted", pal.provision(JOHN, { signal: one.signal }));
  const second = failing("aborted", pal.plan(JANE, { signal: new AbortController().signal }));
  await struck(rule, 2);
  one.abort();
  await first;
  const third = await pal.plan(JANE);
  assert.deepEqual(third.changes, []);
  whole.abort("all of it");
  assert.equal((await second).cause, "all of it");
  await failing("aborted", pal.connect());
});

test("who gets the session for all may be aborted: the next one gets it", async (t) => {
  const { client, sandbox, sent, struck } = await scene(t);
  const rule = sandbox.faults.add({ match: { path: TOKEN }, fault: { kind: "hang" } });
  const pal = client();
  const controller = new AbortController();
  const first = failing("aborted", pal.connect({ signal: controller.signal }));
  const second = pal.provision(JOHN);
  await struck(rule);
  controller.abort();
  await first;
  assert.equal((await second).status, "created");
  assert.equal(sent().filter((line) => line.endsWith(TOKEN)).length, 2);
});

test("a signal of another realm, and one that was used before", async (t) => {
  const { client } = await scene(t);
  const events = {
    aborted: false,
    reason: undefined,
    listener: undefined,
    addEventListener: (_, listener) => void (events.listener = listener),
  };
  const deaf = () => new Promise(() => {});
  const ended = failing(
    "aborted",
    client({ fetch: deaf }).connect({ signal: vm.runInNewContext("signal", { signal: events }) }),
  );
  while (!events.listener) await new Promise(setImmediate);
  events.reason = "elsewhere";
  events.listener();
  assert.equal((await ended).cause, "elsewhere");
  const used = new AbortController();
  const pal = client();
  for (let turn = 0; turn < 12; turn += 1) await pal.connect({ signal: used.signal });
  used.abort();
  await new Promise(setImmediate);
  await pal.connect();
});

test("a time-out names the step, and is tried again as often as asked", async (t) => {
  const { client, sandbox, sent } = await scene(t);
  const pal = client({ timeoutMs: 300, maxRetries: 1 });
  await client().connect();
  const rule = sandbox.faults.add({ match: { path: TENANTS }, times: "always", fault: { kind: "hang" } });
  sent();
  const outcome = await pal.provision(JOHN);
  assert.deepEqual([outcome.status, outcome.error.code, outcome.error.step], ["failed", "timeout", "find the tenant"]);
  assert.equal(rule.fired, 2);
  assert.deepEqual(
    outcome.evidence.map(({ status }) => status),
    [0, 0],
  );
  assert.deepEqual(sent(), [`POST ${TOKEN}`, `GET ${TENANTS}`, `GET ${TENANTS}`]);
});

test("a journal that is slow holds back what comes after it", async (t) => {
  const { client, sandbox } = await scene(t);
  const inner = memoryJournal();
  const open = [];
  const slow = { read: inner.read, append: (text) => new Promise((done) => open.push(() => done(inner.append(text)))) };
  const run = all(client().provisionAll([JOHN], { journal: slow }));
  const seen = [];
  const turn = () => new Promise((done) => setTimeout(done, 1));
  let running = true;
  const ended = run.finally(() => void (running = false));
  while (running) {
    await turn();
    if (open.length === 0) continue;
    const before = sandbox.log.length;
    for (let waited = 0; waited < 5; waited += 1) await turn();
    seen.push(sandbox.log.length - before);
    open.shift()();
  }
  assert.equal((await ended)[0].status, "created");
  assert.ok(seen.length > 3 && seen.every((sent) => sent === 0), `while the journal was open: ${seen}`);
});

test("no create is sent before its line is in the journal, however slow that is", async (t) => {
  const { client, state } = await scene(t);
  const inner = memoryJournal();
  const append = async (text) => {
    // Slow enough for answers to come meanwhile, and with them further lines and requests.
    for (let turn = 0; turn < 40; turn += 1) await new Promise(setImmediate);
    await inner.append(text);
  };
  let creates = 0;
  const checked = (url, init) => {
    if (url.endsWith(CREATE)) {
      creates += 1;
      assert.ok(inner.text.split('"intent"').length > creates, `create ${creates} is not in the journal`);
    }
    return fetch(url, init);
  };
  const people = Array.from({ length: 20 }, (_, n) => ({ email: `p${n}@doe.com`, subDomain: "companydoe" }));
  const outcomes = await all(
    client({ fetch: checked }).provisionAll(people, { journal: { read: inner.read, append } }),
  );
  assert.deepEqual(
    outcomes.map(({ warnings }) => warnings),
    people.map(() => []),
  );
  assert.equal(creates, people.length);
  assert.equal(state.accounts.length, 4 + people.length);
});

test("an abort while the journal is being written waits for it, and sends nothing more", async (t) => {
  const { client, sandbox, johns } = await scene(t);
  const inner = memoryJournal();
  const controller = new AbortController();
  let written = false;
  const append = async (text) => {
    await inner.append(text);
    if (!text.includes("intent")) return;
    controller.abort();
    await new Promise(setImmediate);
    written = true;
  };
  await failing(
    "aborted",
    all(client().provisionAll([JOHN], { journal: { read: inner.read, append }, signal: controller.signal })),
  );
  assert.ok(written);
  assert.equal(sandbox.log.filter(({ method, target }) => method === "POST" && target === CREATE).length, 0);
  const [outcome] = await all(client().provisionAll([JOHN], { journal: inner }));
  assert.deepEqual([outcome.status, johns()], ["created", 1]);
});

const run = promisify(execFile);

test("the process ends by itself, however its calls have ended", { timeout: 60_000 }, async (t) => {
  const { url, optionsOf } = await scene(t);
  const { logger, ...options } = optionsOf({ timeoutMs: 600_000 });
  assert.ok(logger);
  const endings = {
    done: "await pal.provision(john)",
    "timed out":
      "await new MyWorkpal({ ...options, timeoutMs: 20, maxRetries: 0, fetch: () => new Promise(() => {}) }).connect().catch(() => {})",
    aborted:
      "const c = new AbortController(); const p = pal.connect({ signal: c.signal }); c.abort(); await p.catch(() => {})",
    "aborted while waiting":
      "const c = new AbortController(); const p = new MyWorkpal({ ...options, fetch: async () => { setImmediate(() => c.abort()); return new Response('', { status: 503, headers: { 'retry-after': '50' } }) } }).connect({ signal: c.signal }); await p.catch(() => {})",
    "left early": "for await (const _ of pal.provisionAll([john, { ...john, email: 'a@b.co' }])) break",
    failed: "await pal.provision({}).catch(() => {})",
    "never used": "",
  };
  const script = (body) =>
    `import { MyWorkpal } from "provisor"; const options = ${JSON.stringify(options)}; const pal = new MyWorkpal(options);` +
    `const john = { email: "john@doe.com", company: "Company Doe" }; ${body}; process.stdout.write("end");`;
  await Promise.all(
    Object.entries(endings).map(async ([name, body]) => {
      // Longer than any process needs, shorter than any timer that it could have left.
      const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "--eval", script(body)], {
        cwd: new URL(".", import.meta.url),
        timeout: 30_000,
      });
      assert.deepEqual([stdout, stderr], ["end", ""], name);
    }),
  );
  assert.ok(url);
});
