// Cloudflare's workerd, by Miniflare: a Worker bundled as Wrangler does it, its module compiled before it starts.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, test } from "node:test";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { ground } from "./kit/ground.mjs";
import { modulesIn, project } from "./kit/project.mjs";
import { report } from "./kit/report.mjs";

const { version } = createRequire(import.meta.url)("workerd/package.json");

const worker = (imports) => `${imports}
import "provisor-breakable";
import * as testing from "provisor-breakable/testing";
import { checkAll } from "./scenarios/all.mjs";

export default {
  async fetch(request) {
    return Response.json(await checkAll(provisor, testing, await request.text()));
  },
};
`;

const KINDS = {
  "`import`": worker('import * as provisor from "provisor";'),
  "`provisor/slim`, module": worker(`import * as provisor from "provisor/slim";
import module from "provisor/provisor.wasm";

provisor.initSync(module);`),
};

describe("workerd", { concurrency: 2 }, () => {
  for (const [imported, script] of Object.entries(KINDS)) {
    test(imported, async (t) => {
      const { url, checkAccounts } = await ground(t);
      const folder = await project(t, { type: "module" }, { "main.js": script });
      await build({
        absWorkingDir: folder,
        entryPoints: ["main.js"],
        bundle: true,
        format: "esm",
        conditions: ["workerd", "worker", "browser"],
        // A file of its own, which the runtime compiles.
        loader: { ".wasm": "copy" },
        outdir: "built",
        logLevel: "silent",
      });
      const built = join(folder, "built");
      const modules = await modulesIn(built);
      const read = (path) => readFile(join(built, path));
      const wasm = modules.map(async (path) => ({ type: "CompiledWasm", path, contents: await read(path) }));
      const miniflare = new Miniflare({
        compatibilityDate: "2026-04-01",
        modules: [{ type: "ESModule", path: "main.js", contents: await read("main.js") }, ...(await Promise.all(wasm))],
      });
      t.after(() => miniflare.dispose());
      const answer = await miniflare.dispatchFetch("http://worker.example/", { method: "POST", body: url });
      const text = await answer.text();
      assert.equal(answer.status, 200, text);
      await report(JSON.parse(text), modules, { runtime: "workerd", version, imported });
      checkAccounts(true);
    });
  }
});
