// Runs the built Worker in workerd, by Miniflare, with the settings given: no account and no network needed.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Log, LogLevel, Miniflare } from "miniflare";

const WORKER = new URL("../worker/", import.meta.url);

/** What `wrangler deploy` would go by. Its comments stand on lines of their own. */
export async function wranglerConfig() {
  const text = await readFile(new URL("wrangler.jsonc", WORKER), "utf8");
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, ""));
}

/**
 * @param {object} options
 * @param {Record<string, unknown>} options.settings  variables and secrets
 * @param {number} [options.port]
 * @param {(text: string) => void} [options.onLog]    what the Worker logs; by default it goes to this terminal
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function runWorker({ settings, port = 0, onLog }) {
  const { compatibility_date, compatibility_flags, assets } = await wranglerConfig();
  const file = (name) => fileURLToPath(new URL(`dist/${name}`, WORKER));
  const worker = new Miniflare({
    log: new Log(LogLevel.NONE),
    host: "127.0.0.1",
    port,
    compatibilityDate: compatibility_date,
    compatibilityFlags: compatibility_flags,
    rootPath: fileURLToPath(new URL("dist", WORKER)),
    modules: [
      { type: "ESModule", path: file("index.js") },
      { type: "CompiledWasm", path: file("provisor.wasm") },
    ],
    bindings: settings,
    // The console beside the calls.
    assets: {
      directory: fileURLToPath(new URL(assets.directory, WORKER)),
      binding: assets.binding,
      routerConfig: { has_user_worker: true, static_routing: { user_worker: assets.run_worker_first } },
    },
    ...(onLog && {
      handleRuntimeStdio: (...streams) => streams.forEach((stream) => stream.on("data", (data) => onLog(String(data)))),
    }),
  });
  const url = await worker.ready;
  return { url: url.origin, close: () => worker.dispose() };
}
