// Runs an example as a Cloudflare Worker: bundled by esbuild, started by Miniflare on workerd.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { addressed, platforms, project } from "./run.mjs";

/** @returns {Promise<{ fetch: Miniflare["dispatchFetch"], sandbox: any }>} */
export async function runAsWorker(t, { text }, { after = "", conditions = ["workerd"] }) {
  const { sandbox, url, env } = await platforms(t);
  const folder = await project(t);
  await writeFile(join(folder, "worker.js"), `${addressed(text, url)}\n${after}\n`);
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: ["worker.js"],
    outdir: "out",
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    conditions,
    loader: { ".wasm": "copy" },
    logLevel: "silent",
  });
  const [script, ...modules] = [...outputFiles].sort(({ path }) => (path.endsWith(".js") ? -1 : 1));
  const worker = new Miniflare({
    compatibilityDate: "2025-06-01",
    modulesRoot: join(folder, "out"),
    modules: [
      { type: "ESModule", path: script.path, contents: script.text },
      ...modules.map(({ path, contents }) => ({ type: "CompiledWasm", path, contents })),
    ],
    bindings: { ...env, BASE_URL: url },
  });
  t.after(() => worker.dispose());
  await worker.ready;
  return { sandbox, fetch: (...request) => worker.dispatchFetch(...request), modules: modules.length };
}

