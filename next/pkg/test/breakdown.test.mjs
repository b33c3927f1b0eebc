// When the module itself breaks: the calls it hits fail, the process lives, and everything goes on. It needs the module of
// `cargo xtask build --breakable`.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { inspect, promisify } from "node:util";
import { all, memory, provisor, scene, SECRET, thrown, user, users } from "./kit.mjs";

const entry = new URL("../dist/entry/testing.js", import.meta.url);
const options = existsSync(entry) ? {} : { skip: "the package was built without --breakable" };
const testing = existsSync(entry) ? await import(entry.href) : undefined;

const stray = [];
process.on("unhandledRejection", (reason) => stray.push(reason));
process.on("uncaughtException", (error) => stray.push(error));

test("a breakdown fails the calls in flight, and nothing else", options, async () => {
  const { client, fetch, sandbox } = scene();
  const steps = [];
  const lock = async () => (steps.push("lock"), () => void steps.push("unlock"));
  for (const how of ["panic", "trap", "stack overflow", "quoting panic"]) {
    let reached;
    const isReached = new Promise((done) => (reached = done));
    const signals = [];
    const hanging = client({
      lock,
      fetch: (url, init) => {
        signals.push(init.signal);
        if (init.method !== "POST" || !url.endsWith("/person")) return fetch(url, init);
        reached();
        return new Promise(() => {});
      },
    });
    const journal = memory();
    const person = user(how);
    const lost = [thrown(hanging.provision({ ...person, userName: `${how.replace(" ", "-")}@wfo.example` })), thrown(all(hanging.provisionAll(users(2), { journal })))];
    await isReached;
    await thrown(testing.breakLater(how));
    for (const error of await Promise.all(lost)) {
      assert.equal(error.code, "internal");
      assert.match(error.message, /Provisor itself failed/);
      assert.equal(/what no text may quote/.test(inspect(error, { depth: 9 })), false);
    }
    assert.ok(signals.some((signal) => signal.aborted), "what was in flight is ended");
    // The same client goes on, and so does the journal.
    assert.equal((await hanging.connect()).platform, "workforce-optimization");
  }
  assert.equal(steps.filter((step) => step === "lock").length, steps.filter((step) => step === "unlock").length);
  const resumed = await all(client().provisionAll(users(2), { journal: memory() }));
  assert.deepEqual(resumed.map(({ status }) => status), ["created", "created"]);
  assert.equal(new Set(sandbox.log.map(({ status }) => status)).has(500), false);
});

test("the error says what broke and what to do", options, async () => {
  const error = await thrown(() => testing.breakNow());
  assert.match(error.message, /a panic on purpose \(next\/src\/wasm\/breaking\.rs:\d+\)/);
  assert.match(error.hint, /report.*next call works/);
  assert.ok(error.cause instanceof WebAssembly.RuntimeError);
  assert.equal((await thrown(() => testing.breakNow("gently"))).code, "config_invalid");
  assert.equal(provisor.odata.query({ top: 1 }), "$top=1");
});

test("a client keeps its credentials where nothing prints them, and is not told of later changes", options, async () => {
  const { client, options: given } = scene();
  const wfo = client();
  await wfo.connect();
  const shown = inspect(wfo, { showHidden: true, depth: 9 }) + JSON.stringify(wfo);
  assert.equal(shown.includes(SECRET), false);
  const own = { ...given, credentials: { ...given.credentials } };
  const later = new provisor.WorkforceOptimization(own);
  own.credentials.password = "changed later";
  await thrown(testing.breakLater());
  assert.equal((await later.connect()).platform, "workforce-optimization");
});

test("a process whose module broke ends by itself, at once, with nothing to say", options, async () => {
  const script = `
    const { WorkforceOptimization } = await import(${JSON.stringify(new URL("../dist/entry/node.js", import.meta.url).href)});
    const { breakLater } = await import(${JSON.stringify(entry.href)});
    const server = (await import("node:http")).createServer(() => {}).listen(0, "127.0.0.1");
    await new Promise((done) => server.on("listening", done));
    const client = new WorkforceOptimization({
      baseUrl: "http://127.0.0.1:" + server.address().port,
      credentials: { userId: "a", password: "bbbb" },
      timeoutMs: 600_000,
    });
    const reached = new Promise((done) => server.on("request", done));
    const ended = Promise.allSettled([client.connect(), client.connect()]);
    await reached;
    await breakLater().catch(() => {});
    console.log((await ended).map(({ reason }) => reason.code).join());
    server.close();`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], { timeout: 60_000 });
  assert.deepEqual([stdout, stderr], ["internal,internal\n", ""]);
});

test("nothing was thrown where nobody could hear it", async () => {
  for (let turns = 0; turns < 5; turns += 1) await new Promise(setImmediate);
  assert.deepEqual(stray, []);
});
