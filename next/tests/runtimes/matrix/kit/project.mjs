// A user's small project: a folder with a package.json of its own, into which npm installs the packed package.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const BREAKABLE = fileURLToPath(new URL("../../../node_modules/provisor-breakable", import.meta.url));
const SCENARIOS = fileURLToPath(new URL("../../scenarios", import.meta.url));

/**
 * @param {import("node:test").TestContext} t  it goes with the test
 * @param {object} manifest  its package.json
 * @param {Record<string, string>} files  its own files; the scenarios lie beside them, in `scenarios`
 * @returns {Promise<string>} its folder
 */
export async function project(t, manifest, files) {
  const tarball = process.env.PROVISOR_TARBALL;
  assert.ok(tarball, "PROVISOR_TARBALL does not name the packed package: run `cargo xtask test --only runtimes`");
  const folder = await mkdtemp(join(tmpdir(), "provisor-matrix-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, ...manifest }));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], { cwd: folder });
  await cp(SCENARIOS, join(folder, "scenarios"), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  // No package that anybody installs: it is laid beside the one that ships where a script breaks it.
  if (Object.values(files).some((text) => text.includes("provisor-breakable"))) {
    await cp(BREAKABLE, join(folder, "node_modules/provisor-breakable"), { recursive: true });
  }
  return folder;
}

/** The WebAssembly modules in a folder. */
export async function modulesIn(folder) {
  return (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".wasm"));
}

/**
 * Runs a program in a project: what it wrote, and how it ended.
 * @returns {Promise<{ code: number | string, stdout: string, stderr: string }>}
 */
export async function runIn(folder, program, inputs) {
  const options = { cwd: folder, timeout: 120_000, maxBuffer: 1 << 24 };
  const { code = 0, stdout, stderr } = await run(program, inputs, options).catch((error) => error);
  return { code, stdout, stderr };
}
