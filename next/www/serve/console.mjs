// Serves the built console, with the headers that it is to be served with.
import { fileURLToPath } from "node:url";
import { preview } from "vite";
import { headers } from "../console/headers.mjs";

/**
 * @param {{ port?: number, workers?: string[] }} [options]  `workers`: addresses that the page may speak to
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function serveConsole({ port = 0, workers = [] } = {}) {
  const server = await preview({
    root: fileURLToPath(new URL("../console", import.meta.url)),
    configFile: false,
    logLevel: "warn",
    preview: { host: "127.0.0.1", port, strictPort: port !== 0, headers: headers({ workers }) },
  });
  const { port: got } = server.httpServer.address();
  return { url: `http://127.0.0.1:${got}`, close: () => server.close() };
}
