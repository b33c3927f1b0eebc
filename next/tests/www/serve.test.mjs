// `cargo xtask serve`, the part after the build: it shows all three, and Ctrl-C ends them.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { freePort } from "./kit/ports.mjs";

const MAIN = fileURLToPath(new URL("../../www/serve/main.mjs", import.meta.url));

/** Runs it, and gathers what it says. */
function run(...args) {
  const child = spawn(process.execPath, [MAIN, ...args]);
  const said = { errors: "" };
  child.stderr.on("data", (data) => (said.errors += data));
  const ended = once(child, "exit").then(([code]) => code);
  // By Ctrl-C: killed, it would leave its workerd behind.
  const stop = () => (child.kill("SIGINT"), ended);
  return { child, said, ended, stop, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
}

test("console, Worker and sandbox are there, the token fits, and Ctrl-C ends all", async (t) => {
  const [consolePort, workerPort] = [await freePort(), await freePort()].map(String);
  const served = run("--json", "--console-port", consolePort, "--worker-port", workerPort);
  t.after(() => served.stop());
  const { value: line } = await served.lines.next();
  assert.ok(line, served.said.errors);
  const { console: page, worker, token, sandbox } = JSON.parse(line);

  const shown = await fetch(page);
  assert.match(await shown.text(), /<title>Provisor console<\/title>/);
  assert.ok(shown.headers.get("content-security-policy").includes(`connect-src 'self' ${worker}`));
  const headers = { authorization: `Bearer ${token}`, origin: page };
  const platforms = await fetch(`${worker}/api/platforms`, { headers });
  assert.equal(platforms.headers.get("access-control-allow-origin"), page);
  const all = await platforms.json();
  assert.ok(all.length === 5 && all.every(({ isReady }) => isReady));
  for (const { id } of all) {
    const connected = await fetch(`${worker}/api/${id}/connect`, { method: "POST", headers });
    assert.equal(connected.status, 200, `${id}: ${await connected.text()}`);
  }
  assert.ok((await (await fetch(`${sandbox}/__sandbox/log`)).json()).length > 0);

  assert.equal(await served.stop(), 130);
  for (const url of [page, worker, sandbox]) await assert.rejects(fetch(url), TypeError);
});

test("a port that is no port, or is taken, is told by name", async (t) => {
  const wrong = run("--console-port", "x");
  assert.equal(await wrong.ended, 2);
  assert.match(wrong.said.errors, /--console-port: "x" is no port/);
  const served = run("--json", "--console-port", String(await freePort()), "--worker-port", String(await freePort()));
  t.after(() => served.stop());
  const { value: line } = await served.lines.next();
  const { port } = new URL(JSON.parse(line).console);
  const second = run("--json", "--console-port", port, "--worker-port", String(await freePort()));
  assert.equal(await second.ended, 1);
  assert.match(second.said.errors, /cannot serve: .*--console-port/s);
});
