// The Worker in Miniflare, before the sandbox over HTTP, and a caller of it.
import assert from "node:assert/strict";
import { valuesOf } from "./lines.mjs";
import { sandboxSettings } from "../../../www/serve/sandbox.mjs";
import { runWorker } from "../../../www/serve/worker.mjs";
import { createSandbox } from "../../sandbox.mjs";

export const TOKEN = "CANARY-static-token-0123456789-abcdef";

/**
 * @param {object} [options]
 * @param {Record<string, unknown>} [options.settings]  laid over those for the sandbox
 * @param {(ms: number) => Promise<void>} [options.sleep]  how the sandbox waits
 * @param {number} [options.port]
 */
export async function startWorker({ settings: more = {}, sleep, port } = {}) {
  const sandbox = createSandbox(sleep && { sleep });
  const { url: platform, close: closeSandbox } = await sandbox.listen();
  const settings = { API_TOKEN: TOKEN, ...sandboxSettings(sandbox, platform), ...more };
  let log = "";
  const waiting = new Set();
  const onLog = (text) => {
    log += text;
    for (const check of waiting) check();
  };
  const { url, close } = await runWorker({ settings, port, onLog });
  /** Everything that the Worker has answered. */
  let answered = "";
  const call = async (
    path,
    { token = TOKEN, body, method = body === undefined ? "GET" : "POST", headers = {}, ...rest } = {},
  ) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        // A refusal leaves the body unread, and the connection may go with it: none is used twice.
        connection: "close",
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
      ...rest,
    });
    const text = await response.clone().text();
    answered += `${JSON.stringify([...response.headers])}\n${text}\n`;
    return response;
  };
  return {
    url,
    sandbox,
    settings,
    call,
    /** The events of a run. */
    async run(path, body) {
      const response = await call(path, { body });
      assert.equal(response.status, 200, await response.clone().text());
      assert.equal(response.headers.get("content-type"), "application/x-ndjson; charset=utf-8");
      return valuesOf(await response.text());
    },
    /** A problem document. */
    async problem(path, options, status) {
      const response = await call(path, options);
      const text = await response.text();
      assert.equal(response.status, status, text);
      assert.equal(response.headers.get("content-type"), "application/problem+json");
      const document = JSON.parse(text);
      assert.equal(document.status, status);
      return document;
    },
    reset: () => sandbox.reset(),
    log: () => log,
    /** Once the log says so. */
    logged: (pattern) =>
      new Promise((resolve) => {
        const check = () => pattern.test(log) && (waiting.delete(check), resolve());
        waiting.add(check);
        check();
      }),
    answered: () => answered,
    async close() {
      await close();
      await closeSandbox();
    },
  };
}
