// Shows console and Worker on this machine: the Worker in workerd, before the sandbox over HTTP, until Ctrl-C.
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { createSandbox } from "../../tests/sandbox.mjs";
import { serveConsole } from "./console.mjs";
import { sandboxSettings } from "./sandbox.mjs";
import { runWorker } from "./worker.mjs";

const { values } = parseArgs({
  options: {
    "console-port": { type: "string", default: "4173" },
    "worker-port": { type: "string", default: "8787" },
    json: { type: "boolean", default: false },
  },
});
const portOf = (name) => {
  const port = Number(values[name]);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  process.stderr.write(`--${name}: ${JSON.stringify(values[name])} is no port; give a number from 1 to 65535\n`);
  process.exit(2);
};
const [consolePort, workerPort] = ["console-port", "worker-port"].map(portOf);
const workerUrl = `http://127.0.0.1:${workerPort}`;
const opened = [];

/** Ends what was begun, newest first. */
async function close() {
  for (const each of opened.splice(0).reverse()) await each.close();
}

try {
  const sandbox = createSandbox();
  const platform = await sandbox.listen();
  opened.push(platform);
  const page = await serveConsole({ port: consolePort, workers: [workerUrl] });
  opened.push(page);
  const token = randomBytes(24).toString("hex");
  const settings = { API_TOKEN: token, ALLOWED_ORIGINS: page.url, ...sandboxSettings(sandbox, platform.url) };
  opened.push(await runWorker({ port: workerPort, settings }));

  const facts = { console: page.url, worker: workerUrl, token, sandbox: platform.url };
  if (values.json) process.stdout.write(`${JSON.stringify(facts)}\n`);
  else {
    process.stdout.write(`
Console   ${facts.console}
Worker    ${facts.worker}
Token     ${facts.token}
Sandbox   ${facts.sandbox}   (its log: ${facts.sandbox}/__sandbox/log)

Open the console and choose "In this page", or "Through a Worker" with that address and token.
Nothing here leaves this machine. Stop: Ctrl-C
`);
  }
  // A browser may keep its connections open: nobody is to wait for it. 130 is how programs say that Ctrl-C ended them.
  const stop = () => void close().finally(() => process.exit(130));
  process.once("SIGINT", stop).once("SIGTERM", stop);
} catch (error) {
  await close();
  const advice =
    error.code === "EADDRINUSE" || /in use/.test(error.message)
      ? "; give others with --console-port and --worker-port"
      : "";
  process.stderr.write(`cannot serve: ${error.message}${advice}\n`);
  process.exitCode = 1;
}
