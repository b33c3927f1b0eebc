// The facade over the built package: what JavaScript expects of it.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { inspect } from "node:util";
import { all, isProvisorError, memory, provisor, ProvisorError, scene, SECRET, thrown, user, users, WorkforceOptimization } from "./kit.mjs";

const stray = [];
process.on("unhandledRejection", (reason) => stray.push(reason));

test("plan, apply, provision, deprovision", async () => {
  const { client, creates } = scene();
  await using_(client(), async (wfo) => {
    assert.deepEqual(await wfo.connect(), { platform: "workforce-optimization", warnings: [] });
    const plan = await wfo.plan(user(1));
    assert.deepEqual([plan.action, plan.changes[0], plan.row, creates()], ["create", { kind: "create" }, undefined, 0]);
    const outcome = await wfo.apply(JSON.parse(JSON.stringify(plan)));
    assert.deepEqual([outcome.status, outcome.verified, outcome.existedBefore], ["created", true, false]);
    assert.equal(typeof outcome.id, "string");
    assert.equal((await wfo.apply(plan)).status, "unchanged");
    const changed = await wfo.provision(user(1, { lastName: "Other" }));
    assert.deepEqual([changed.status, changed.changes], ["updated", [{ kind: "set", field: "lastName", from: "N1", to: "Other" }]]);
    assert.equal((await thrown(wfo.apply(await wfo.plan(user(1)).then(async (old) => (await wfo.provision(user(1, { lastName: "Third" })), old))))).code, "stale_plan");
    assert.equal((await wfo.deprovision({ userName: "P1@wfo.example" })).status, "deprovisioned");
    assert.equal((await wfo.deprovision({ userName: "nobody@wfo.example" })).status, "unchanged");
    assert.equal((await wfo.plan({ userName: "nobody@wfo.example" }, { remove: true })).action, "none");
  });
});
async function using_(client, work) {
  try {
    await work(client);
  } finally {
    await client[Symbol.asyncDispose]();
  }
}

test("many: plans with rows, applied with their users; bad rows and twins are told", async () => {
  const { client } = scene();
  const wfo = client();
  const list = [...users(30), user(3), { userName: "x@wfo.example", firstNam: "y" }, null, { get userName() { throw new Error("no"); } }];
  const plans = await all(wfo.planAll(list));
  assert.deepEqual(plans.map((plan) => plan.row).sort((a, b) => a - b), list.map((_, row) => row));
  const blocked = plans.filter(({ action }) => action === "blocked");
  assert.deepEqual(blocked.map(({ row }) => row).sort(), [30, 31, 32, 33]);
  assert.match(blocked.find(({ row }) => row === 31).error.message, /users\[31\]\.firstNam is not known: did you mean "firstName"/);
  const approved = plans.filter(({ action }) => action === "create");
  const progress = [];
  const outcomes = await all(wfo.applyAll(approved, { users: list, onProgress: (now) => progress.push(now) }));
  assert.deepEqual(new Set(outcomes.map(({ status }) => status)), new Set(["created"]));
  assert.deepEqual(progress.at(-1), { begun: 30, done: 30, counts: { created: 30 } });
  const gone = await all(wfo.deprovisionAll(list.slice(0, 3), { limit: 3 }));
  assert.deepEqual(gone.map(({ status }) => status), ["deprovisioned", "deprovisioned", "deprovisioned"]);
  const error = await thrown(all(wfo.deprovisionAll(list.slice(3, 20), { limit: "10%", among: 30 })));
  assert.match(error.message, /17 people are to be removed, and the limit permits 3/);
});

test("any iterable will do; who leaves early stops it, and those who were begun are finished and written down", async () => {
  const { client, sandbox, creates } = scene();
  const wfo = client({ concurrency: 2 });
  let given = 0;
  let isClosed = false;
  async function* source() {
    try {
      for (;;) yield user(given++);
    } finally {
      isClosed = true;
    }
  }
  const journal = memory();
  for await (const outcome of wfo.provisionAll(source(), { journal })) {
    assert.equal(outcome.status, "created");
    break;
  }
  assert.equal(isClosed, true);
  assert.ok(given <= 101, `a window was read: ${given}`);
  const done = journal.text.split("\n").filter((line) => line.includes('"done"')).length;
  assert.equal(done, creates());
  const sent = sandbox.log.length;
  await new Promise((later) => setTimeout(later, 20));
  assert.equal(sandbox.log.length, sent, "nothing goes on in secret");
  const again = await all(wfo.provisionAll(new Set(users(done)), { journal }));
  assert.deepEqual([again.length, again.every(({ resumed }) => resumed)], [done, true]);
});

test("what the caller's list throws comes out as it is, after those who were begun", async () => {
  const { client } = scene();
  const own = new RangeError("the database is away");
  for (const list of [
    (function* () { yield user(1); throw own; })(),
    (async function* () { yield user(2); throw own; })(),
    { [Symbol.asyncIterator]: () => ({ n: 0, next() { return this.n++ ? Promise.reject(own) : Promise.resolve({ value: user(3) }); } }) },
  ]) {
    const told = [];
    const caught = await thrown(async () => {
      for await (const outcome of client().provisionAll(list)) told.push(outcome.status);
    });
    assert.equal(caught, own);
    assert.deepEqual(told, ["created"]);
  }
  assert.equal((await thrown(all(client().provisionAll("a@b.co")))).code, "config_invalid");
  assert.equal((await thrown(all(client().provisionAll(undefined)))).code, "config_invalid");
});

test("errors: a class, data, and a stack that begins here", async () => {
  const { client, options } = scene();
  const here = (error) => assert.match(error.stack.split("\n")[1], /facade\.test\.mjs/, error.stack);
  const wfo = client();
  const errors = [
    await thrown(() => new WorkforceOptimization({ ...options, timeoutMS: 1 })),
    await thrown(() => new WorkforceOptimization()),
    await thrown(() => wfo.requests.readUser({ id: 7 })),
    await thrown(() => wfo.responses.readUser({ status: 404 })),
    await thrown(wfo.provision({ userName: 7 })),
    await thrown(wfo.provision(user(1), { retries: 3 })),
    await thrown(all(wfo.provisionAll([], { jornal: memory() }))),
    await thrown(client({ credentials: { userId: "x", password: "yyyy" } }).connect()),
  ];
  for (const error of errors) {
    here(error);
    assert.ok(error instanceof ProvisorError && isProvisorError(error) && error instanceof Error);
    assert.equal(error.name, "ProvisorError");
    assert.deepEqual(JSON.parse(JSON.stringify(error)).code, error.code);
    assert.equal(inspect(error).includes(SECRET), false);
  }
  assert.deepEqual(errors.map(({ code }) => code).slice(0, 3), ["config_invalid", "config_invalid", "config_invalid"]);
  assert.match(errors[0].message, /options\.timeoutMS is not known: did you mean "timeoutMs"/);
  assert.match(errors[0].hint, /\bonEvent\b.*\btimeoutMs\b/);
  assert.equal(errors[3].code, "not_found");
  assert.equal(errors.at(-1).code, "auth_rejected");
  assert.equal(isProvisorError(new Error("x")), false);
});

test("values that fight back are coded errors", async () => {
  const { client, options, sandbox } = scene();
  const cycle = {};
  cycle.cycle = cycle;
  const bad = [NaN, Infinity, 10n, "\ud800", new Map(), cycle, { get x() { throw new Error("no"); } }, { toJSON() { throw new Error("no"); } }, new Proxy({}, { ownKeys() { throw new Error("no"); } })];
  for (const value of bad) {
    for (const make of [
      () => new WorkforceOptimization({ ...options, timeoutMs: value }),
      () => client().provision({ ...user(1), lastName: value }),
      () => client().provision(user(1), { headers: { "x-a": value } }),
      () => client().requests.createUser({ record: { a: value } }),
    ]) {
      const error = await thrown(make);
      assert.equal(error.code, "config_invalid", String(error.stack));
    }
  }
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  assert.equal((await thrown(client().provision(revoked.proxy))).code, "config_invalid");
  assert.equal((await thrown(() => new WorkforceOptimization(new Proxy({}, { get() { throw new Error("no"); }, ownKeys() { throw new Error("no"); } })))).code, "config_invalid");
  assert.equal(sandbox.log.length, 0);
  assert.equal((await client().provision({ ...user(1), timeZone: undefined, toString() {} })).status, "created");
});

test("signals: heard before and during, let go of afterwards; the reason is the cause", async () => {
  const { client, fetch, creates } = scene();
  const control = new AbortController();
  const own = new AbortController();
  const wfo = client({ signal: own.signal });
  await wfo.provision(user(1), { signal: control.signal });
  await all(wfo.provisionAll(users(3), { signal: control.signal }));
  await thrown(wfo.provision({}, { signal: control.signal }));
  assert.deepEqual([getEventListeners(control.signal, "abort").length, getEventListeners(own.signal, "abort").length], [0, 0]);

  const before = creates();
  const odd = { then() { throw new Error("never called"); } };
  for (const reason of [new Error("enough"), odd, "text", Symbol("s")]) {
    const error = await thrown(wfo.provision(user(9), { signal: AbortSignal.abort(reason) }));
    assert.deepEqual([error.code, error.cause], ["aborted", reason]);
  }
  assert.equal(creates(), before);

  // In the middle of a create: that one is unknown, the run ends, nothing more is sent.
  let seen = 0;
  let wasAborted = false;
  const late = new AbortController();
  const hanging = client({
    fetch: (url, init) => {
      seen += 1;
      if (init.method !== "POST" || !url.endsWith("/person")) return fetch(url, init);
      late.abort(new Error("stop"));
      init.signal.addEventListener("abort", () => (wasAborted = true));
      return new Promise(() => {});
    },
  });
  const told = [];
  const error = await thrown(async () => {
    for await (const outcome of hanging.provisionAll(users(30).slice(10), { signal: late.signal, concurrency: 1 })) told.push(outcome);
  });
  assert.deepEqual([error.code, error.cause.message, wasAborted], ["aborted", "stop", true]);
  assert.ok(told.length > 0 && told.some(({ status }) => status === "unknown"), JSON.stringify(told.map(({ status }) => status)));
  const sent = seen;
  await new Promise((done) => setTimeout(done, 20));
  assert.ok(seen - sent <= 1, "but for the end of the session");
});

test("listeners: events and log lines without secrets; what they throw is theirs", async () => {
  const { client } = scene();
  const events = [];
  const lines = [];
  const line = (level) => (...given) => void lines.push([level, ...given]);
  const wfo = client({ onEvent: (event) => { events.push(event); throw new Error("mine"); }, logger: { debug: line("debug"), info: line("info") } });
  assert.equal((await wfo.provision(user(1))).status, "created");
  assert.deepEqual(new Set(events.map(({ type }) => type)), new Set(["request", "outcome"]));
  assert.equal(lines.length, events.length);
  const [level, text, event] = lines.at(-1);
  assert.deepEqual([level, text, event.type], ["info", "workforce-optimization p1@wfo.example: created", "outcome"]);
  assert.equal(/CANARY|\?/.test(inspect([events, lines], { depth: 9 })), false);
  const pino = [];
  await client({ logger: { bindings: () => ({}), info: (...given) => pino.push(given) } }).provision(user(2));
  assert.deepEqual([pino.length, pino[0][0].type, typeof pino[0][1]], [1, "outcome", "string"]);
});

test("a lock is asked for before, and let go of after, whatever happens", async () => {
  const { client, fetch } = scene();
  const steps = [];
  const lock = async (keys) => {
    steps.push(`lock ${keys.join()}`);
    return async () => {
      steps.push("unlock");
      throw new Error("unheard");
    };
  };
  await client({ lock }).provision(user(1));
  await client({ lock, fetch: (url, init) => (url.endsWith("authorize") ? fetch(url, init) : Promise.reject(new Error("down"))), maxRetries: 0 }).provision(user(1)).catch(() => {});
  assert.deepEqual(steps, ["lock p1@wfo.example", "unlock", "lock p1@wfo.example", "unlock"]);
  for (const lock of [() => { throw new Error("no lock?secret=1"); }, async () => "nothing"]) {
    const outcome = await client({ lock }).provision(user(1)).catch((error) => ({ error }));
    assert.ok(outcome.error.code, JSON.stringify(outcome));
  }
});

test("journals: one run at a time; text in pieces; what they throw ends the run, and is safe to print", async () => {
  const { client } = scene();
  const wfo = client();
  const journal = memory();
  const first = wfo.provisionAll(users(3), { journal });
  await first.next();
  assert.match((await thrown(all(client().provisionAll(users(3), { journal })))).message, /journal is in use/);
  await first.return();
  const pieces = { read: async function* () { for (const letter of journal.text) yield letter; }, append() {} };
  assert.ok((await all(wfo.provisionAll(users(2), { journal: pieces }))).every(({ resumed }) => resumed));
  const leaky = Object.assign(new Error("PUT https://kv.example/j?token=CANARY failed"), { code: "EKV", config: { headers: { authorization: "CANARY" } } });
  const broken = { read: () => "", append() { throw leaky; } };
  const error = await thrown(all(client().provisionAll([user(50), user(51)], { journal: broken })));
  assert.equal(inspect(error, { depth: 9 }).includes("CANARY"), false);
  assert.deepEqual([error.cause.code, error.cause.config], ["EKV", undefined]);
  for (const bad of [{}, { read() {} }, "path", { read: () => 5, append() {} }]) {
    assert.ok(isProvisorError(await thrown(all(wfo.provisionAll(users(1), { journal: bad })))));
  }
});

test("requests and responses by name, as data", () => {
  const { client } = scene();
  const wfo = client();
  assert.deepEqual(Object.keys(wfo.requests), Object.keys(wfo.responses));
  const request = wfo.requests.readUser({ personId: 7 });
  assert.deepEqual([request.method, request.path, request.safety], ["GET", "/api/rest/org/common/person/7", "safe"]);
  const body = '{"id":7,"big":12345678901234567,"part":1.50}';
  for (const given of [body, new TextEncoder().encode(body), new TextEncoder().encode(body).buffer]) {
    assert.deepEqual(wfo.responses.readUser({ status: 200, headers: new Headers({ a: "b" }), body: given }), JSON.parse(body));
  }
  assert.equal(wfo.responses.replaceUser({ status: 204 }), null);
  for (const answer of [undefined, {}, { status: "200" }, { status: 200, body: 5 }]) {
    assert.throws(() => wfo.responses.readUser(answer), { code: "config_invalid" });
  }
  assert.equal(provisor.odata.query({ top: 1 }), "$top=1");
});

test("many calls with one signal leave nothing behind", { timeout: 120_000 }, async () => {
  const { client } = scene();
  const control = new AbortController();
  const wfo = client({ signal: control.signal, fetch: async () => Response.json({}, { status: 403 }), maxRetries: 0 });
  const run = async (count) => {
    for (let n = 0; n < count; n += 1) await wfo.connect({ signal: control.signal }).catch(() => {});
  };
  await run(500);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  await run(3000);
  globalThis.gc?.();
  const grown = (process.memoryUsage().heapUsed - before) / 3000;
  if (globalThis.gc) assert.ok(grown < 200, `${grown} bytes a call`);
});

test("nothing was rejected unheard", async () => {
  await new Promise(setImmediate);
  assert.deepEqual(stray, []);
});

test("rosters are read as users", () => {
  const { roster } = provisor;
  const text = roster.template({ platform: "workiva" });
  const { users: [ann], rows, problems, ignored } = roster.parse(text, { platform: "workiva" });
  assert.deepEqual([typeof ann.email, ann.workspaces["Annual Report"].roles, rows, problems, ignored], ["string", ["Editor"], [2], [], []]);
  assert.equal(roster.parse("Mail,x\na@b.co,1", { platform: "myworkpal", columns: { Mail: "email" }, extra: "ignore" }).problems.length, 1);
  assert.throws(() => roster.parse("email,x\na@b.co,1", { platform: "myworkpal" }), { code: "config_invalid" });
  assert.throws(() => roster.parse(5, { platform: "myworkpal" }), { code: "config_invalid" });
  assert.deepEqual(roster.leavers([{ userName: "a@b.co" }, { userName: "b@b.co" }], [{ userName: "B@b.co" }], { platform: "workforce-optimization" }), [{ userName: "a@b.co" }]);
});
