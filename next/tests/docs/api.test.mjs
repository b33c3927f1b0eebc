// The API documentation is complete: it is written without a warning, and whatever lacks a comment would be one.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
// Where TypeDoc is; one "../" less once this folder has moved up.
const FOLDER = fileURLToPath(new URL("../../../xtask/docs/", import.meta.url));
const SETTINGS = "next.json";

async function typedoc(t, settings = SETTINGS) {
  const out = await mkdtemp(join(tmpdir(), "provisor-api-"));
  t.after(() => rm(out, { recursive: true, force: true }));
  const args = ["node_modules/typedoc/bin/typedoc", "--options", settings, "--out", join(out, "api")];
  const options = { cwd: FOLDER, env: { ...process.env, NO_COLOR: "1" } };
  const { code = 0, stdout, stderr } = await run(process.execPath, args, options).catch((error) => error);
  return { code, said: stdout + stderr, page: (name) => readFile(join(out, "api", name), "utf8") };
}

test("everything that the package exports is documented", async (t) => {
  const { code, said, page } = await typedoc(t);
  assert.equal(code, 0, said);
  assert.doesNotMatch(said, /warning|error/i);
  const modules = await page("modules.html");
  for (const name of ["provisor", "provisor/slim", "provisor/node"]) {
    assert.ok(modules.includes(`>${name}<`), name);
  }
  for (const name of ["MyWorkpal", "WorkSpan", "WorkforceOptimization", "Workiva", "Scim", "ProvisorError"]) {
    assert.ok((await page(`classes/provisor.${name}.html`)).length > 0);
  }
  // Units and errors are told where they are needed.
  assert.match(await page("interfaces/provisor.CommonOptions.html"), /in milliseconds/);
  assert.match(await page("classes/provisor.MyWorkpal.html"), /config_invalid/);
});

test("what has no comment, or links to nothing, is an error", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "provisor-bare-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const bare = join(folder, "bare.ts");
  const tsconfig = join(folder, "tsconfig.json");
  const comments = "/**\n * A module.\n *\n * @module bare\n */\n/** See {@link nothing}. */\n";
  await writeFile(bare, `${comments}export interface Options { timeoutMs?: number }\n`);
  await writeFile(tsconfig, JSON.stringify({ compilerOptions: { noEmit: true, types: [] }, files: ["bare.ts"] }));
  const settings = join(folder, "settings.json");
  await writeFile(settings, JSON.stringify({ extends: [join(FOLDER, SETTINGS)], entryPoints: [bare], tsconfig }));
  const { code, said } = await typedoc(t, settings);
  assert.notEqual(code, 0);
  assert.match(said, /timeoutMs.* does not have any documentation/);
  assert.match(said, /nothing/);
});
