// When the module itself breaks: the calls it hits fail, the process lives, and everything goes on.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { inspect, promisify } from "node:util";
// The one that ships has no way to break on purpose, so this is another build of it.
import * as provisor from "provisor-breakable";
import * as testing from "provisor-breakable/testing";
import { panics } from "../scenarios/panic.mjs";
import { failing, scene } from "./kit/scene.mjs";

const PEOPLE = ["ada", "ben", "cleo", "dan", "eve"].map((name) => ({
  email: `${name}@doe.com`,
  company: "Company Doe",
}));

const stray = [];
process.on("unhandledRejection", (reason) => stray.push(reason));
process.on("uncaughtException", (error) => stray.push(error));

test("a breakdown fails the calls it hits, and nothing else", async (t) => {
  const { optionsOf, state } = await scene(t);
  const shown = await panics(testing, optionsOf(), PEOPLE);
  assert.equal(shown.length, 4);
  for (const { email } of PEOPLE) assert.equal(state.accountsOf("companydoe", email).length, 1, email);
});

test("the error says what broke and what to do, and names its cause", async () => {
  const error = await failing("internal", () => testing.breakNow());
  assert.match(error.message, /a panic on purpose \((next\/)?src\/wasm\/breaking\.rs:\d+\)/);
  assert.match(error.hint, /report.*next call works/);
  assert.ok(error.cause instanceof WebAssembly.RuntimeError);
  assert.equal(provisor.isProvisorError(error), true);
  const overflow = await failing("internal", testing.breakLater("stack overflow"));
  assert.ok(overflow.cause instanceof Error);
  await failing("config_invalid", () => testing.breakNow("gently"));
  assert.equal(provisor.odata.query({ top: 1 }), "$top=1");
});

test("a client keeps its credentials where nothing prints them, and is not told of later changes", async (t) => {
  const { optionsOf } = await scene(t);
  const options = optionsOf();
  const secret = options.credentials.clientSecret;
  const client = new provisor.MyWorkpal(options);
  await client.connect();
  const shown = inspect(client, { showHidden: true, depth: 9 }) + JSON.stringify(client) + String(Object.values(client));
  assert.equal(shown.includes(secret), false);
  options.credentials.clientSecret = "changed later";
  testing.breakLater().catch(() => {});
  await assert.rejects(testing.breakLater(), { code: "internal" });
  assert.equal((await client.connect()).platform, "myworkpal");
});

test("one who listens to a run is told nothing after the breakdown", async (t) => {
  const { optionsOf } = await scene(t);
  const told = [];
  let answer;
  const fetch = () => new Promise((done) => (answer = () => done(new Response("{}", { status: 500 }))));
  const client = new provisor.MyWorkpal(optionsOf({ fetch, logger: undefined, onEvent: (event) => told.push(event) }));
  const ended = failing("internal", client.connect());
  while (!answer) await new Promise(setImmediate);
  const before = told.length;
  await failing("internal", testing.breakLater());
  await ended;
  answer();
  for (let turns = 0; turns < 5; turns += 1) await new Promise(setImmediate);
  assert.equal(told.length, before);
});

test("a process whose module broke ends by itself, at once, with nothing to say", async () => {
  const script = `
    import { MyWorkpal } from "provisor-breakable";
    import { breakLater } from "provisor-breakable/testing";
    const server = (await import("node:http")).createServer(() => {}).listen(0, "127.0.0.1");
    await new Promise((done) => server.on("listening", done));
    const client = new MyWorkpal({
      baseUrl: "http://127.0.0.1:" + server.address().port,
      credentials: { clientId: "a", clientSecret: "b" },
      timeoutMs: 600_000,
    });
    const reached = new Promise((done) => server.on("request", done));
    const calls = [client.connect(), client.connect()];
    const ended = Promise.allSettled(calls);
    await reached;
    await breakLater().catch(() => {});
    console.log((await ended).map(({ reason }) => reason.code).join());
    server.close();`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: new URL(".", import.meta.url),
    timeout: 60_000,
  });
  assert.deepEqual([stdout, stderr], ["internal,internal\n", ""]);
});

test("nothing was thrown where nobody could hear it", async () => {
  for (let turns = 0; turns < 5; turns += 1) await new Promise(setImmediate);
  assert.deepEqual(stray, []);
});
