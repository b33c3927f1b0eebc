// A `fetch` of the caller's own: what it gets, and that nothing it does breaks the promise to end well.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import vm from "node:vm";
import { MyWorkpal } from "provisor";
import { failing, JOHN, scene, TENANTS, TOKEN } from "./kit/scene.mjs";

const quick = { maxRetries: 0, timeoutMs: 2_000 };
const never = () => new Promise(() => {});

// A test ends green only if nobody was left to reject in silence.
const stray = [];
process.on("unhandledRejection", (reason) => stray.push(reason));

test("fetch is called as (url, init), without `this`, with what every runtime takes", async (t) => {
  const { client, state, url } = await scene(t);
  const calls = [];
  async function own(...inputs) {
    calls.push({ own: this, inputs });
    return fetch(...inputs);
  }
  assert.equal((await client({ fetch: own }).provision(JOHN)).status, "created");
  assert.equal(calls.length, 5);
  const [token] = state.tokens.keys();
  for (const { own: self, inputs } of calls) {
    assert.equal(self, undefined);
    const [target, init] = inputs;
    assert.equal(inputs.length, 2);
    assert.ok(typeof target === "string" && target.startsWith(`${url}/`));
    const names = Object.keys(init).sort();
    assert.deepEqual(
      names,
      init.method === "POST"
        ? ["body", "headers", "method", "redirect", "signal"]
        : ["headers", "method", "redirect", "signal"],
    );
    assert.ok(init.headers instanceof Headers && init.signal instanceof AbortSignal);
    assert.equal(init.redirect, "manual");
    assert.equal(init.headers.get("authorization"), target.endsWith(TOKEN) ? null : `Bearer ${token}`);
    assert.equal(init.signal.aborted, false, "what has ended is not aborted afterwards");
  }
});

const boom = new TypeError("fetch failed", {
  cause: Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }),
});
const foreign = vm.runInNewContext("new RangeError('from another realm')");

function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** What the first call does; how the client words it; what it hands on as the cause. */
// prettier-ignore
const HOSTILE = [
  ["throws synchronously", () => { throw boom; }, /fetch failed \(ECONNREFUSED\)/, boom],
  ["rejects with an error", () => Promise.reject(boom), /fetch failed \(ECONNREFUSED\)/, boom],
  ["rejects with a text", () => Promise.reject("no network"), /no network/, "no network"],
  ["rejects with nothing", () => Promise.reject(), /connection failed/, undefined],
  ["rejects with null", () => Promise.reject(null), /connection failed/, null],
  ["rejects with a number", () => Promise.reject(42), /connection failed/, 42],
  ["rejects with a symbol", () => Promise.reject(Symbol("odd")), /connection failed/],
  ["rejects with an error of another realm", () => Promise.reject(foreign), /from another realm/, foreign],
  ["rejects with something whose message throws", () => Promise.reject({ get message() { throw new Error("no"); } }), /connection failed/],
  ["rejects with an object without prototype", () => Promise.reject(Object.create(null)), /connection failed/],
  ["rejects with a proxy that throws", () => Promise.reject(new Proxy({}, { get() { throw new Error("trap"); } })), /connection failed/],
  ["rejects with a function", () => Promise.reject(function odd() {}), /odd/],
  ["gives a promise whose then throws", () => Object.assign(Promise.resolve(), { then() { throw boom; } }), /fetch failed/, boom],
  ["gives a promise whose then gives nothing", () => Object.assign(Promise.resolve(), { then: (_, fail) => void fail(boom) }), /fetch failed/, boom],
  ["gives a promise whose constructor throws", () => Object.defineProperty(Promise.resolve(), "constructor", { get() { throw boom; } }), /fetch failed/, boom],
  ["gives a promise of another realm", () => vm.runInNewContext("Promise.reject(new RangeError('from another realm'))"), /from another realm/],
  ["gives a proxy that was revoked", () => revoked(), /revoked/],
  ["gives nothing", () => undefined, /not a response/],
  ["resolves to null", async () => null, /not a response/],
  ["resolves to a text", async () => "200 OK", /not a response/],
  ["resolves to a number", async () => 200, /not a response/],
  ["resolves to a function", async () => () => {}, /not a response/],
  ["resolves to an empty object", async () => ({}), /not a response/],
  ["resolves to a status that is a text", async () => ({ status: "200" }), /not a response/],
  ["resolves to a status that is no status", async () => ({ status: 1e9 }), /not a response/],
  ["resolves to a status that is not a number", async () => ({ status: NaN }), /not a response/],
  ["resolves to a getter that throws", async () => ({ get status() { throw boom; } }), /not a response/],
  ["gives a thenable that throws", () => ({ get then() { throw boom; } }), /fetch failed/, boom],
  ["gives a thenable that rejects", () => ({ then: (_, fail) => fail(boom) }), /fetch failed/, boom],
  ["resolves to a response without a body to read", async () => ({ status: 200 }), /without a body to read/],
  ["resolves to a body that is a text", async () => ({ status: 200, body: "{}" }), /without a body to read/],
  ["resolves to a body that is locked", async () => { const r = new Response("{}"); r.body.getReader(); return r; }, /locked/i],
  ["resolves to a body that was used", async () => { const r = new Response("{}"); await r.text(); return r; }, /locked|disturbed|used|answer is empty/i],
  ["resolves to a body that breaks", async () => new Response(new ReadableStream({ pull: (c) => c.error(boom) })), /fetch failed/, boom],
  ["resolves to a reader without read", async () => ({ status: 200, body: { getReader: () => ({}) } }), /connection failed/],
  ["resolves to a reader whose promise is broken", async () => ({ status: 200, body: { getReader: () => ({ read: () => Object.assign(Promise.resolve(), { then() { throw boom; } }) }) } }), /fetch failed/, boom],
  ["resolves to a reader that throws", async () => ({ status: 200, body: { getReader: () => ({ read() { throw boom; } }) } }), /fetch failed/, boom],
  ["resolves to chunks that are no bytes", async () => new Response2(["{", "}"]), /bytes/],
  ["resolves to chunks that are numbers", async () => new Response2([1e12]), /bytes/],
  ["resolves to chunks that are symbols", async () => new Response2([Symbol("x")]), /bytes/],
  ["resolves to an arrayBuffer of another kind", async () => ({ status: 200, arrayBuffer: async () => Symbol("x") }), /bytes/],
  ["resolves to an arrayBuffer that is a number", async () => ({ status: 200, arrayBuffer: async () => 1e12 }), /bytes/],
  ["resolves to a text that rejects", async () => ({ status: 200, text: () => Promise.reject(boom) }), /fetch failed/, boom],
];

/** A response whose stream gives whatever it likes. */
class Response2 {
  status = 200;
  constructor(chunks) {
    this.body = {
      getReader: () => ({
        read: async () => (chunks.length ? { done: false, value: chunks.shift() } : { done: true }),
      }),
    };
  }
}

describe("a fetch that misbehaves is an error like any other", { concurrency: 8 }, () => {
  for (const [name, act, words, ...cause] of HOSTILE) {
    test(name, { timeout: 10_000 }, async (t) => {
      const { client, sandbox } = await scene(t);
      const pal = client({ ...quick, fetch: act });
      const error = await failing("network", pal.connect()).catch((other) => {
        // What is no answer at all is read as one where it can be.
        if (other instanceof assert.AssertionError && /answer is empty/.test(other.message)) return null;
        throw other;
      });
      if (error === null) return;
      assert.match(error.message, words);
      if (cause.length > 0 && cause[0] !== undefined && cause[0] !== null) assert.equal(error.cause, cause[0]);
      assert.equal(sandbox.log.length, 0);

      // On the create it is a doubt, and a doubt is looked into.
      let creates = 0;
      const onCreate = async (url, init) => {
        if (!url.endsWith("/create") || creates++ > 0) return fetch(url, init);
        // The platform did it; only the answer is rubbish.
        await (await fetch(url, init)).text();
        return act();
      };
      const outcome = await client({ ...quick, fetch: onCreate }).provision(JOHN);
      assert.deepEqual([outcome.status, outcome.verified, creates], ["created", true, 1]);
    });
  }
});

test("what cannot even be shown is an error like any other", async (t) => {
  const { optionsOf } = await scene(t);
  const nameless = Object.defineProperty(() => {}, "name", { get() { throw boom; } });
  for (const thrown of [revoked(), nameless, new Proxy(() => {}, { get() { throw boom; } })]) {
    // Not watched: Node's inspect, which the witness looks with, cannot show such a cause.
    const pal = new MyWorkpal(optionsOf({ ...quick, fetch: () => Promise.reject(thrown) }));
    const { code, cause } = await pal.connect().catch((error) => error);
    assert.equal(code, "network");
    assert.ok(cause === thrown);
  }
});

/** What `headers.entries()` gives; headers that cannot be read are none. */
const HEADERS = [
  () => 5,
  () => ({}),
  () => revoked(),
  () => ({ [Symbol.iterator]: 5 }),
  () => ({ [Symbol.iterator]() { throw boom; } }),
  () => ({ [Symbol.iterator]: () => revoked() }),
  () => ({ [Symbol.iterator]: () => ({ next() { throw boom; } }) }),
  () => ({ [Symbol.iterator]: () => ({ next: () => null }) }),
  () => ({ [Symbol.iterator]: () => ({ next: () => ({ get done() { throw boom; } }) }) }),
  () => ({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: revoked() }) }) }),
  function* () { yield ["x-one", "1"]; throw boom; },
  function* () { for (;;) yield ["x-endless", "1"]; },
  () => [new Proxy(["a", "b"], { get() { throw boom; } }), revoked(), Symbol("x"), [Symbol("x"), "y"]],
];

test("responses of any make are read", async (t) => {
  const { client } = await scene(t);
  const readings = [
    (answer, bytes) => ({ status: answer.status, arrayBuffer: async () => bytes.buffer }),
    (answer, bytes) => ({ status: answer.status, headers: answer.headers, arrayBuffer: () => bytes.buffer.slice(0) }),
    (answer, bytes) => ({ status: answer.status, body: null, text: async () => new TextDecoder().decode(bytes) }),
    (answer, bytes) =>
      vm.runInNewContext("({ status, arrayBuffer: async () => Uint8Array.from(bytes).buffer })", {
        status: answer.status,
        bytes: [...bytes],
      }),
    (answer, bytes) => new Response2([...bytes].map((byte) => Uint8Array.of(byte))),
    (answer, bytes) => ({ status: answer.status, headers: new Map(answer.headers), body: new Blob([bytes]).stream() }),
    (answer, bytes) => ({
      status: answer.status,
      headers: {
        entries: () => {
          throw boom;
        },
      },
      text: () => new TextDecoder().decode(bytes),
    }),
    (answer, bytes) => ({
      status: answer.status,
      headers: { entries: () => [1, [2], ["a", 3], null] },
      text: () => new TextDecoder().decode(bytes),
    }),
  ];
  for (const entries of HEADERS) {
    readings.push((answer, bytes) => ({ status: answer.status, headers: { entries }, arrayBuffer: () => bytes }));
  }
  for (const [index, reading] of readings.entries()) {
    const own = async (url, init) => {
      const answer = await fetch(url, init);
      return reading(answer, new Uint8Array(await answer.arrayBuffer()));
    };
    const outcome = await client({ ...quick, fetch: own }).provision(JOHN);
    assert.equal(outcome.verified, true, `reading ${index}`);
  }
});

test("a fetch that ignores its signal is waited for no longer than `timeoutMs`", async (t) => {
  const { client, sandbox, johns } = await scene(t);
  const signals = [];
  const deaf = (url, init) => {
    signals.push(init.signal);
    return never();
  };
  const error = await failing("timeout", client({ timeoutMs: 20, maxRetries: 0, fetch: deaf }).connect());
  assert.match(error.message, /no answer in time/);
  assert.equal(signals[0].aborted, true, "it is told all the same");
  assert.equal(sandbox.log.length, 0);
  let lost = 0;
  const deafAtCreate = async (url, init) => {
    if (!url.endsWith("/create") || lost++ > 0) return fetch(url, init);
    await fetch(url, init);
    return never();
  };
  const outcome = await client({ timeoutMs: 1_000, fetch: deafAtCreate }).provision(JOHN);
  assert.deepEqual([outcome.status, johns()], ["created", 1]);
});

test("a body that never ends is waited for no longer either", async (t) => {
  const { client } = await scene(t);
  let cancelled = 0;
  const endless = async () =>
    new Response(
      new ReadableStream({
        start: (c) => c.enqueue(Uint8Array.of(0x20)),
        pull: never,
        cancel: () => void (cancelled += 1),
      }),
    );
  await failing("timeout", client({ timeoutMs: 20, maxRetries: 0, fetch: endless }).connect());
  const large = async () =>
    new Response(
      new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array(4096)), cancel: () => void (cancelled += 1) }),
    );
  await failing("bad_response", client({ maxResponseBytes: 8192, fetch: large }).connect());
  assert.equal(cancelled, 1, "what is too large is let go of");
});

test("an answer that comes after its time changes nothing", async (t) => {
  const { client, sandbox } = await scene(t);
  const late = [];
  const own = (url, init) => {
    if (!url.includes(TENANTS) || late.length > 0) return fetch(url, init);
    return new Promise((done) => late.push(() => done(new Response('{"count":0,"results":[]}'))));
  };
  const outcome = client({ timeoutMs: 1_000, maxRetries: 1, fetch: own }).provision(JOHN);
  while (sandbox.log.length < 2) await new Promise(setImmediate);
  late[0]();
  assert.equal((await outcome).status, "created");
});

test("nothing was rejected unheard", async () => {
  await new Promise(setImmediate);
  assert.deepEqual(stray, []);
});
