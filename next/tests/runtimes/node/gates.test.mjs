// What the packed package may weigh, what it may not do, and what the linters of packages say.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

/** The most that the module may weigh, in bytes after gzip: it may shrink, and this with it, but not grow. */
const WASM_LIMIT = 300_000;
/** The most that all JavaScript of a page may weigh, in bytes after gzip. */
const JS_LIMIT = 20_000;

const HOME = fileURLToPath(new URL("../../node_modules/provisor/", import.meta.url));
const TARBALL = process.env.PROVISOR_TARBALL;
const require = createRequire(import.meta.url);
const files = (await readdir(HOME, { recursive: true })).map((name) => name.replaceAll("\\", "/"));
const weight = async (name) => gzipSync(await readFile(join(HOME, name)), { level: 9 }).length;

/** Everything that a file loads, itself included, as a page would. */
async function loads(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  const text = await readFile(join(HOME, name), "utf8");
  for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?"(\.[^"]+)"/g)) {
    await loads(join(dirname(name), specifier), found);
  }
  return found;
}

test("the module is within its limit, and nothing in it is there to break it", async () => {
  const bytes = await weight("dist/provisor.wasm");
  assert.ok(bytes <= WASM_LIMIT, `${bytes} bytes after gzip, the limit is ${WASM_LIMIT}`);
  const { exports } = JSON.parse(await readFile(join(HOME, "package.json"), "utf8"));
  assert.deepEqual([exports["./testing"], files.filter((name) => name.includes("testing.js"))], [undefined, []]);
  const module = await WebAssembly.compile(await readFile(join(HOME, "dist/provisor.wasm")));
  assert.deepEqual(WebAssembly.Module.exports(module).filter(({ name }) => /break/i.test(name)), []);
});

test("a page loads two small files of JavaScript", async () => {
  const page = [...(await loads("dist/entry/browser.js"))];
  assert.deepEqual(page.sort(), ["dist/entry/browser.js", "dist/provisor.js"]);
  let bytes = 0;
  for (const name of page) bytes += await weight(name);
  assert.ok(bytes <= JS_LIMIT, `${bytes} bytes after gzip, the limit is ${JS_LIMIT}`);
});

test("nothing makes code out of text, and only what is for Node needs Node", async () => {
  for (const name of files.filter((file) => /\.[cm]?js$/.test(file) && file !== "dist/cli.js")) {
    const text = await readFile(join(HOME, name), "utf8");
    assert.doesNotMatch(text, /\beval\s*\(|\bnew Function\b|\bFunction\s*\(["'`]/, name);
    if (!/^dist\/(cjs\/|entry\/node)/.test(name)) {
      assert.doesNotMatch(text, /["']node:|\brequire\(|\bprocess\.|\bBuffer\b/, name);
    }
  }
});

test("a bundler keeps what says where the module comes from", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "provisor-"));
  t.after(() => rm(folder, { recursive: true }));
  const { build } = await import("esbuild");
  const bundle = async (names, condition) => {
    const { outputFiles } = await build({
      stdin: { contents: `import { ${names} } from "provisor"; console.log(${names});`, resolveDir: dirname(HOME) },
      conditions: [condition],
      bundle: true,
      write: false,
      outdir: folder,
      format: "esm",
      platform: condition === "node" ? "node" : "neutral",
      external: ["*.wasm", "node:*"],
      logLevel: "silent",
    });
    return outputFiles[0].text;
  };
  for (const condition of ["browser", "workerd", "deno", "node"]) {
    const text = await bundle("isProvisorError", condition);
    assert.match(text, /provisor\.wasm"/, condition);
  }
});

test("publint has nothing to say", async () => {
  const { publint } = await import("publint");
  const { formatMessage } = await import("publint/utils");
  const { messages, pkg } = await publint({ pkgDir: HOME, pack: false, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test("types and code agree for every way to resolve the package", async () => {
  const manifest = require.resolve("@arethetypeswrong/cli/package.json");
  const attw = join(dirname(manifest), require(manifest).bin.attw);
  // It has no CommonJS of its own, and needs none: `provisor` itself has.
  const modulesOnly = ["./slim"];
  const { stdout } = await promisify(execFile)(process.execPath, [attw, TARBALL, "--format", "json"]).catch((error) => error);
  const { analysis } = JSON.parse(stdout);
  assert.ok(Object.keys(analysis.entrypoints).length >= 4);
  const problems = analysis.problems.filter(
    ({ kind, entrypoint, resolutionKind }) =>
      !(kind === "CJSResolvesToESM" && modulesOnly.includes(entrypoint)) &&
      // Resolution before `exports` was known finds no entry but the main one, in any package.
      !(resolutionKind === "node10" && kind === "NoResolution" && entrypoint !== "."),
  );
  assert.deepEqual(problems, []);
});
