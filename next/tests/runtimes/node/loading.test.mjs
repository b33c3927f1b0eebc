// Where the module comes from: what each entry does before, while and after it is loaded. The entry of pages runs in
// Node too: all that it wants of its host is `fetch`.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { failing } from "./kit/scene.mjs";

const HOME = new URL("../../node_modules/provisor/dist/", import.meta.url);
const MODULE = new URL("provisor.wasm", HOME);
const bytes = await readFile(MODULE);

/** Runs a function's text in a thread of its own, so that every test loads the package anew. */
function anew(entry, body) {
  const script = `
    import { parentPort, workerData } from "node:worker_threads";
    const { bytes } = workerData;
    const wasm = (type = "application/wasm", status = 200) =>
      new Response(bytes, { status, headers: type === null ? {} : { "content-type": type } });
    let fetched = [];
    let answer = () => wasm();
    globalThis.fetch = async (url) => { fetched.push(String(url)); return answer(); };
    const failure = async (call) => { try { await call(); return "no failure"; } catch (error) {
      return { name: error.name, code: error.code, message: error.message, hint: error.hint, cause: error.cause?.message };
    } };
    const { ${entry.imports} } = await import(${JSON.stringify(new URL(entry.file, HOME).href)});
    parentPort.postMessage(await (async () => { ${body} })());`;
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`), { workerData: { bytes } });
    worker.on("message", resolve).on("error", reject);
  });
}

const page = { file: "entry/browser.js", imports: "init, odata, roster, MyWorkpal" };
const slim = { file: "entry/slim.js", imports: "init, initSync, odata, MyWorkpal" };
const OPTIONS = '{ baseUrl: "https://a.co", credentials: { clientId: "a", clientSecret: "b" }, fetch: () => Promise.reject("lost"), maxRetries: 0 }';

test("a page fetches nothing until the first call, and then once for all who ask together", async () => {
  const [imported, made, started, later] = await anew(
    page,
    `const told = [fetched.length];
     const client = new MyWorkpal(${OPTIONS});
     odata.eq(odata.field("A"), 1);
     told.push(fetched.length);
     await Promise.all([init(), init(), failure(() => client.connect()), failure(() => client.connect())]);
     told.push(fetched.length);
     await init();
     odata.query({ top: 1 });
     return [...told, fetched];`,
  );
  assert.deepEqual([imported, made, started], [0, 0, 1]);
  assert.deepEqual(later, [MODULE.href]);
});

test("calls that cannot wait say what to do first", async () => {
  const errors = await anew(
    page,
    `const client = new MyWorkpal(${OPTIONS});
     const calls = [() => odata.query({ top: 1 }), () => client.requests.listTenants(),
       () => client.responses.listTenants({ status: 200, body: "[]" }), () => roster.parse("email", { platform: "myworkpal" })];
     return [await Promise.all(calls.map(failure)), fetched.length];`,
  );
  for (const error of errors[0]) {
    assert.deepEqual([error.name, error.code], ["ProvisorError", "config_missing"]);
    assert.match(error.hint, /await init\(\)/);
  }
  assert.equal(errors[1], 0);
});

test("a load that fails is a clear error, and the next call tries again", async () => {
  const failures = [
    ["throw new TypeError('Failed to fetch')", "network", /could not be loaded: Failed to fetch/, "Failed to fetch"],
    ["throw 'offline'", "network", /could not be loaded: offline/],
    ["return wasm('text/html', 404)", "network", /answered 404/],
    ["return new Response(new ReadableStream({ pull: (c) => c.error(new Error('cut')) }))", "network", /to its end/, "cut"],
    ["return new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })", "config_invalid", /cannot be started/],
    ["return new Response(bytes.slice(0, 999), { headers: { 'content-type': 'application/wasm' } })", "config_invalid", /cannot be started/],
    ["return undefined", "config_invalid", /cannot be started/],
  ];
  for (const [act, code, words, cause] of failures) {
    const [first, together, second] = await anew(
      page,
      `const client = new MyWorkpal(${OPTIONS});
       answer = () => { ${act} };
       const first = await failure(init);
       const together = await Promise.all([failure(init), failure(() => client.connect())]);
       answer = () => wasm();
       return [first, together, await failure(() => client.connect())];`,
    );
    for (const error of [first, ...together]) {
      assert.deepEqual([error.name, error.code], ["ProvisorError", code], act);
      assert.match(error.message, words);
      if (cause) assert.equal(error.cause, cause);
    }
    assert.deepEqual([second.code, /lost/.test(second.message)], ["network", true], "the platform's, no longer the module's");
  }
});

test("a server that knows no type for the module does not matter", async () => {
  for (const type of ["application/octet-stream", "text/html", "application/wasm; charset=utf-8", "APPLICATION/WASM", "", null]) {
    const query = await anew(page, `answer = () => wasm(${JSON.stringify(type)}); await init(); return odata.query({ top: 1 });`);
    assert.equal(query, "$top=1", String(type));
  }
});

test("slim takes the module in every form, and asks for it until it has one", async () => {
  const forms = ["bytes", "bytes.buffer", "new WebAssembly.Module(bytes)", "wasm()", "wasm('text/plain')", "Promise.resolve(wasm())",
    "Promise.resolve(bytes)", "WebAssembly.compile(bytes)"];
  for (const form of forms) {
    assert.equal(await anew(slim, `await init(${form}); return odata.query({ top: 1 });`), "$top=1", form);
  }
  for (const form of forms.slice(0, 3)) {
    assert.equal(await anew(slim, `initSync(${form}); initSync(${form}); return odata.query({ top: 1 });`), "$top=1", form);
  }
  const errors = await anew(
    slim,
    `const client = new MyWorkpal(${OPTIONS});
     const before = [await failure(() => odata.query({})), await failure(() => client.connect())];
     const wrong = [await failure(() => init(Promise.reject(new Error("gone")))), await failure(() => init(new Uint8Array(9))),
       await failure(() => init("provisor.wasm")), await failure(() => initSync(new Uint8Array(9))), await failure(() => init())];
     const after = await failure(() => client.connect());
     await init(bytes);
     return [before, wrong, after, odata.query({ top: 1 }), await failure(() => client.connect())];`,
  );
  const [before, wrong, after, query, connected] = errors;
  for (const error of [...before, after]) {
    assert.equal(error.code, "config_missing");
    assert.match(error.hint, /init\(module\)/);
  }
  const codes = ["network", "config_invalid", "config_invalid", "config_invalid", "config_invalid"];
  assert.deepEqual(wrong.map(({ code }) => code), codes);
  assert.deepEqual([query, connected.code], ["$top=1", "network"]);
});

test("two entries in one application share one module", async () => {
  const query = await anew(slim, `
    const other = await import(${JSON.stringify(new URL("entry/node.js", HOME).href)});
    other.odata.query({ top: 1 });
    return [odata.query({ top: 2 }), other.ProvisorError === (await import(${JSON.stringify(new URL("entry/slim.js", HOME).href)})).ProvisorError];`);
  assert.deepEqual(query, ["$top=2", true]);
});

test("a package without its module says what is missing", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "provisor-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const file of ["provisor.js", "entry/node.js"]) {
    await cp(new URL(file, HOME), join(folder, file));
  }
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  const { odata, init } = await import(pathToFileURL(join(folder, "entry/node.js")).href);
  for (const call of [() => odata.query({}), init]) {
    const error = await failing("network", call);
    assert.match(error.message, /could not be loaded: ENOENT.*provisor\.wasm/);
    assert.equal(error.cause.code, "ENOENT");
  }
  await cp(MODULE, join(folder, "provisor.wasm"));
  assert.equal(odata.query({ top: 1 }), "$top=1", "and tries again");
});
