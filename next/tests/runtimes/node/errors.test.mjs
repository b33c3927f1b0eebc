// The one error class: what an error tells, and how to know one.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { test } from "node:test";
import vm from "node:vm";
import { isProvisorError, MyWorkpal, odata, ProvisorError, roster, scim } from "provisor";
import { CREATE, failing, JOHN, scene, TOKEN } from "./kit/scene.mjs";

test("an error is an Error that says what, where and what to do", async (t) => {
  const { client, sandbox } = await scene(t);
  sandbox.faults.add({
    match: { path: TOKEN },
    fault: { kind: "status", status: 403, headers: { "X-Request-ID": "r-7" } },
  });
  const error = await failing("auth_rejected", client().connect());
  assert.deepEqual(Object.keys(error).sort(), ["code", "hint", "platform", "requestId", "status", "step"]);
  assert.deepEqual(
    [error.platform, error.step, error.status, error.requestId],
    ["myworkpal", "log in", 403, "r-7"],
  );
  assert.match(error.stack, /^ProvisorError: .*\n +at .*errors\.test\.mjs/s);
  assert.equal(error.stack.split("\n").filter((line) => line.includes("node_modules/provisor")).length, 0, "it begins in the caller's code");
  assert.equal(Object.prototype.toString.call(error), "[object Error]");
  assert.equal("cause" in error, false);
  assert.equal(structuredClone(error).message, error.message);
  const lost = await client({ fetch: () => Promise.reject(new TypeError("fetch failed")), maxRetries: 0 })
    .provision(JOHN)
    .catch((caught) => caught);
  assert.match(lost.error?.message ?? lost.message, /fetch failed/);
  const shown = JSON.parse(JSON.stringify(error));
  assert.deepEqual([shown.name, shown.code, shown.hint, shown.stack, shown.cause], ["ProvisorError", "auth_rejected", error.hint, undefined, undefined]);

  sandbox.faults.add({
    match: { method: "POST", path: CREATE },
    times: "always",
    fault: { kind: "status", status: 500 },
  });
  const { error: inner } = await client({ maxRetries: 0 }).provision(JOHN);
  assert.equal(inner.code, "server_error", "an outcome's error is data");
  assert.deepEqual(JSON.parse(JSON.stringify(inner)), inner);
});

test("isProvisorError knows its own, also of another realm or copy, and nothing else", async () => {
  let caught;
  try {
    new MyWorkpal({});
  } catch (error) {
    caught = error;
  }
  assert.equal(isProvisorError(caught), true);
  assert.equal(new ProvisorError({ code: "timeout", message: "x" }).name, "ProvisorError");
  const elsewhere =
    "class ProvisorError extends Error { code = 'timeout'; get name() { return 'ProvisorError' } } new ProvisorError('x')";
  assert.equal(isProvisorError(vm.runInNewContext(elsewhere)), true);
  // `require` and `import` load a copy each: both in one process are the commonest case of duplicate copies.
  const copy = createRequire(import.meta.url)("provisor");
  const other = await failing("config_invalid", () => new copy.MyWorkpal({}));
  assert.deepEqual([other instanceof ProvisorError, other instanceof copy.ProvisorError], [false, true]);
  assert.deepEqual([isProvisorError(other), copy.isProvisorError(caught)], [true, true]);
  for (const value of [
    undefined,
    null,
    "ProvisorError",
    new Error("x"),
    { code: "timeout" },
    { name: "ProvisorError" },
    { name: "ProvisorError", code: 5 },
    Object.assign(new Error("x"), { code: "timeout" }),
  ]) {
    assert.equal(isProvisorError(value), false, String(value));
  }
});

test("isProvisorError never throws, whatever it is asked about", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const traps = { get() { throw new Error("get"); }, getPrototypeOf() { throw new Error("prototype"); } };
  for (const value of [proxy, new Proxy({}, traps), Object.create(null), () => {}, Symbol("x"), 0n]) {
    assert.equal(isProvisorError(value), false);
  }
});

test("a copy in a realm of its own works, and both sides know the other's errors", async (t) => {
  // Runners of tests load packages so: with the host's fetch, but errors and promises of another realm.
  const { optionsOf } = await scene(t);
  const require = createRequire(import.meta.url);
  const file = require.resolve("provisor");
  const globals = { fetch, Headers, AbortController, TextEncoder, TextDecoder, setTimeout, clearTimeout, queueMicrotask };
  const load = vm.compileFunction(await readFile(file, "utf8"), ["exports", "module", "require", "__dirname"], {
    parsingContext: vm.createContext(globals),
  });
  const module = { exports: {} };
  load(module.exports, module, require, dirname(file));
  const elsewhere = module.exports;
  const error = await failing("config_invalid", () => new elsewhere.MyWorkpal({}));
  assert.deepEqual([error instanceof Error, isProvisorError(error), elsewhere.isProvisorError(error)], [false, true, true]);
  assert.equal(elsewhere.isProvisorError(await failing("config_invalid", () => new MyWorkpal({}))), true);
  const outcome = await new elsewhere.MyWorkpal(optionsOf()).provision(JOHN);
  assert.deepEqual([outcome.status, outcome.verified], ["created", true]);
  const lost = new elsewhere.MyWorkpal(optionsOf({ fetch: () => Promise.reject(new TypeError("fetch failed")), maxRetries: 0 }));
  const thrown = await failing("network", lost.connect());
  assert.match(thrown.message, /fetch failed/);
  const journal = { read: () => Promise.reject(new RangeError("no disk")), append() {} };
  const unread = await failing("stale_journal", lost.provisionAll([JOHN], { journal }).next());
  assert.match(unread.message, /no disk/);
});

test("builders that need no client refuse alike", async () => {
  const calls = [
    () => odata.query({ top: -1 }),
    () => odata.query({ filter: odata.eq(odata.field("a b"), 1) }),
    () => odata.query({}, { version: "v5" }),
    () => odata.filter(odata.eq(odata.field("A"), Symbol("x"))),
    () => scim.filter(scim.eq("a b", "x")),
    () => roster.parse("email,company\n", { platform: "nope" }),
    () => roster.parse("email;salary\n", { platform: "myworkpal" }),
  ];
  for (const call of calls) {
    const error = await failing("config_invalid", call);
    assert.ok(error instanceof ProvisorError);
  }
});
