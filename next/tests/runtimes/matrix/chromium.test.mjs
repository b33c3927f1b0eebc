// Pages in Chromium: modules as they are, bundled by Vite, and bundled by webpack; all under a Content-Security-Policy.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { after, before, describe, test } from "node:test";
import { build, version as viteVersion } from "vite";
import { ground } from "./kit/ground.mjs";
import { browse, html, policy, SCRIPT, visit } from "./kit/page.mjs";
import { modulesIn, project } from "./kit/project.mjs";
import { report } from "./kit/report.mjs";

const webpack = createRequire(import.meta.url)("webpack");
const entryOf = (name, entry) => `./node_modules/${name}/dist/entry/${entry}.js`;
const MAP = JSON.stringify({
  imports: {
    provisor: entryOf("provisor", "browser"),
    "provisor-breakable": entryOf("provisor-breakable", "browser"),
    "provisor-breakable/testing": entryOf("provisor-breakable", "testing"),
  },
});
const MODULE = '<script type="module" src="./main.js"></script>';
/** Only starts the module. */
const START = `import { init, odata } from "provisor";

function told({ name, code, message }) {
  console.error(message);
  return { name, code, message };
}
globalThis.reported = init().then(() => odata.query({ top: 1 }), told);
`;
const also = ["a strict Content-Security-Policy"];

describe("Chromium", { concurrency: 3 }, () => {
  let browser;
  before(async () => (browser = await browse()));
  after(() => browser?.close());

  /** Runs all scenarios in the page of a folder, and reports them. */
  async function check(t, folder, headers, row) {
    const { url, checkAccounts } = await ground(t, { folder, headers });
    const { reported, complaints, modules } = await visit(t, browser, `${url}/ground/index.html`);
    assert.deepEqual(complaints, []);
    assert.equal(modules.length, new Set(modules).size, "a module is loaded once");
    await report(reported, await modulesIn(folder), { runtime: "Chromium", version: browser.version(), also, ...row });
    checkAccounts(true);
  }

  test("modules as they are", async (t) => {
    const start = html('<script type="module" src="./start.js"></script>', MAP);
    const pages = { "index.html": html(MODULE, MAP), "start.html": start };
    const folder = await project(t, {}, { ...pages, "main.js": SCRIPT, "start.js": START });
    const starting = async (site) => {
      const { url } = await ground(t, { folder, ...site });
      return visit(t, browser, `${url}/ground/start.html`);
    };
    const headers = policy(MAP);
    const asText = await starting({ headers, types: { ".wasm": "text/plain" } });
    assert.deepEqual([asText.reported, asText.complaints], ["$top=1", []]);
    const forbidding = Object.entries(headers).map(([name, value]) => [name, value.replace("'wasm-unsafe-eval'", "")]);
    const { reported, complaints } = await starting({ headers: Object.fromEntries(forbidding) });
    assert.deepEqual([reported.name, reported.code], ["ProvisorError", "config_invalid"]);
    assert.ok(reported.message.includes("'wasm-unsafe-eval'"), reported.message);
    // Such complaints are heard, so where none is, there was none.
    assert.deepEqual(complaints, [reported.message, "Content-Security-Policy: script-src wasm-eval"]);

    await check(t, folder, headers, {
      imported: "`<script type=module>`",
      also: [...also, "`.wasm` served as text", "an error that names the policy where it forbids modules"],
    });
  });

  test("bundled by Vite", async (t) => {
    const folder = await project(t, { type: "module" }, { "index.html": html(MODULE), "main.js": SCRIPT });
    await build({ root: folder, base: "./", configFile: false, logLevel: "silent" });
    const [major] = viteVersion.split(".");
    await check(t, join(folder, "dist"), policy(), { imported: `Vite ${major}` });
  });

  test("bundled by webpack", async (t) => {
    const folder = await project(t, { type: "module" }, { "main.js": SCRIPT });
    const built = join(folder, "dist");
    const where = { context: folder, entry: "./main.js", output: { path: built } };
    // Its advice on sizes is not meant for a module.
    const compiler = webpack({ ...where, mode: "production", performance: false });
    const stats = await promisify(compiler.run).call(compiler);
    assert.deepEqual(stats.toJson({ all: false, errors: true, warnings: true }), { errors: [], warnings: [] });
    await promisify(compiler.close).call(compiler);
    await writeFile(join(built, "index.html"), html('<script defer src="./main.js"></script>'));
    const [major] = webpack.version.split(".");
    await check(t, built, policy(), { imported: `webpack ${major}` });
  });
});
