// The packed package itself: what is in it, what it needs, and what importing it does.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const HOME = fileURLToPath(new URL("../../node_modules/provisor/", import.meta.url));
const manifest = JSON.parse(await readFile(join(HOME, "package.json"), "utf8"));
const files = (await readdir(HOME, { recursive: true })).map((name) => name.replaceAll("\\", "/"));
const read = (name) => readFile(join(HOME, name), "utf8");
/** A script in a process of its own, which finds the packed package. */
const inNode = async (script, ...flags) =>
  (
    await run(process.execPath, [...flags, "--input-type=module", "--eval", script], {
      cwd: new URL(".", import.meta.url),
    })
  ).stdout;

test("one module, and nothing that is not needed", async () => {
  assert.deepEqual(
    files.filter((name) => name.endsWith(".wasm")),
    ["dist/provisor.wasm"],
  );
  assert.deepEqual(
    [manifest.dependencies, manifest.peerDependencies, manifest.scripts?.install, manifest.scripts?.postinstall],
    [undefined, undefined, undefined, undefined],
  );
  const strays = files.filter((name) => /node_modules|\.test\.|tsconfig|src\/.*\.ts$|\.env|\.rs$/.test(name));
  assert.deepEqual(strays, []);
  const magic = (await readFile(join(HOME, "dist/provisor.wasm"))).subarray(0, 4);
  assert.deepEqual([...magic], [0, 0x61, 0x73, 0x6d]);
});

test("every entry has its file and its types, and all that they name is there", async () => {
  const targets = Object.values(manifest.exports).flatMap((conditions) =>
    typeof conditions === "string"
      ? [conditions]
      : Object.values(conditions).flatMap((inner) => (typeof inner === "string" ? [inner] : Object.values(inner))),
  );
  for (const target of targets) assert.ok((await stat(join(HOME, target))).isFile(), target);
  for (const name of files.filter((file) => /\.(js|ts)$/.test(file))) {
    const text = await read(name);
    for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?"(\.[^"]+)"/g)) {
      const target = new URL(specifier, `file:///${name}`).pathname.slice(1);
      const alternatives = name.endsWith(".ts") ? [target.replace(/\.js$/, ".d.ts"), target] : [target];
      assert.ok(
        alternatives.some((file) => files.includes(file)),
        `${name} imports ${specifier}`,
      );
    }
  }
});

test("nothing in it names the machine it was built on", async () => {
  const homes = [
    /\/home\/[a-z]/,
    /\/root\//,
    /\/Users\/[A-Za-z]/,
    /C:\\\\Users/,
    new RegExp(fileURLToPath(new URL("../../../", import.meta.url))),
  ];
  for (const name of files.filter((file) => /\.(js|ts|json|md|wasm)$/.test(file))) {
    const text = await readFile(join(HOME, name), "latin1");
    for (const home of homes) assert.equal(home.exec(text)?.[0], undefined, name);
  }
});

test("importing reads no module and starts nothing; the first call does, once", async () => {
  const script = `
    import fs from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    const seen = { read: 0, started: 0 };
    const { readFileSync } = fs;
    fs.readFileSync = (path, ...more) => { if (String(path).endsWith(".wasm")) seen.read += 1; return readFileSync(path, ...more); };
    syncBuiltinESMExports();
    const { Instance, Module } = WebAssembly;
    WebAssembly.Instance = new Proxy(Instance, { construct: (target, inputs) => { seen.started += 1; return new target(...inputs); } });
    const provisor = await import("provisor");
    await import("provisor/node");
    const told = [{ ...seen }];
    const { odata, MyWorkpal, isProvisorError, init } = provisor;
    odata.eq(odata.field("Name"), "x");
    isProvisorError(new Error("x"));
    told.push({ ...seen });
    await Promise.all([init(), init()]);
    told.push({ ...seen });
    odata.query({ top: 1 });
    new MyWorkpal({ baseUrl: "https://a.co", credentials: { clientId: "a", clientSecret: "b" } });
    await init();
    told.push({ ...seen });
    console.log(JSON.stringify(told));`;
  const none = { read: 0, started: 0 };
  const [imported, built, first, later] = JSON.parse(await inNode(script));
  assert.deepEqual([imported, built], [none, none]);
  assert.deepEqual([first.read, later], [1, first], "and then once");
});

test("what it exports is what is documented, and importing leaves no trace", async () => {
  const script = `
    const before = Object.getOwnPropertyNames(globalThis).length;
    const all = Object.keys(await import("provisor")).sort();
    const node = Object.keys(await import("provisor/node"));
    console.log(JSON.stringify([all, node, Object.getOwnPropertyNames(globalThis).length - before]));`;
  const [all, node, added] = JSON.parse(await inNode(script));
  for (const name of ["MyWorkpal", "ProvisorError", "isProvisorError", "odata", "scim", "roster", "init", "Scim", "WorkSpan", "Workiva", "WorkforceOptimization", "Client"])
    assert.ok(all.includes(name), name);
  assert.deepEqual([node, added], [["fileJournal"], 0]);
  await assert.rejects(inNode('await import("provisor/dist/core.js")'), /ERR_PACKAGE_PATH_NOT_EXPORTED/);
});

test("it says nothing by itself, and warns of nothing", async () => {
  const { stdout, stderr } = await run(
    process.execPath,
    [
      "--trace-warnings",
      "--trace-deprecation",
      "--input-type=module",
      "--eval",
      'import { roster } from "provisor"; import "provisor/node"; roster.parse("email,company\\na@b.co,X\\n", { platform: "myworkpal" });',
    ],
    { cwd: new URL(".", import.meta.url) },
  );
  assert.deepEqual([stdout, stderr], ["", ""]);
});

test("it needs no permission but to read files", async (t) => {
  const [major] = process.versions.node.split(".").map(Number);
  const flag = major >= 22 ? "--permission" : "--experimental-permission";
  const known = process.allowedNodeEnvironmentFlags.has(flag);
  if (!known) return t.skip(`this Node has no ${flag}`);
  const out = await inNode(
    'import { odata } from "provisor"; console.log(odata.query({ top: 1 }))',
    flag,
    "--allow-fs-read=*",
    "--no-warnings",
  );
  assert.equal(out, "$top=1\n");
});
