// The stage of a test of the command line: a sandbox on a port of its own, a folder with a configuration, the command
// as a process of its own, and a look for secrets in all that it prints and writes.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createSandbox, vector } from "../../sandbox.mjs";
import { PLATFORMS } from "./platforms.mjs";

export const PACKAGE = fileURLToPath(new URL("../../node_modules/provisor/", import.meta.url));
export const CLI = join(PACKAGE, "dist/cli.js");

/** What a process is to know of ours: nothing that would change how the command speaks, or lend it a secret. */
export const bare = Object.fromEntries(
  ["PATH", "HOME", "TMPDIR", "SystemRoot"].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
);

/**
 * @param {import("node:test").TestContext} t
 * @param {keyof typeof PLATFORMS} [name]
 */
export async function stage(t, name = "workspan") {
  const { platform, roster, profile, secrets, accounts } = PLATFORMS[name];
  const sandbox = createSandbox({ platforms: [platform] });
  const gate = gateOf(sandbox);
  const server = await sandbox.listen();
  const state = sandbox[platform];
  const folder = await mkdtemp(join(tmpdir(), "provisor-cli-"));
  const env = secrets(state);
  const said = [];
  const file = (path) => join(folder, path);
  const write = (path, content) =>
    writeFile(file(path), typeof content === "string" ? content : JSON.stringify(content));
  const config = { platform, ...profile(state, server.url) };
  await write("provisor.config.json", config);

  t.after(async () => {
    await server.close();
    for (const path of await readdir(folder)) said.push([path, await readFile(file(path), "utf8")]);
    await rm(folder, { recursive: true, force: true });
    checkSecrecy(sandbox, env, said);
  });

  /** Starts the command; `ended` tells how it has ended. */
  const start = (args, { more = {}, input } = {}) => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd: folder, env: { ...bare, ...env, ...more } });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => void (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => void (stderr += text));
    child.stdin.end(input ?? "");
    const ended = once(child, "close").then(([code, signal]) => {
      said.push([`${args.join(" ")} (output)`, stdout], [`${args.join(" ")} (errors)`, stderr]);
      return { code, signal, stdout, stderr, lines: () => linesOf(stdout) };
    });
    /** Waits until the process has said so on standard error; `from` leaves out what it said before. */
    const hears = async (pattern, from = 0) => {
      const isOver = ended.then(() => true);
      while (!pattern.test(stderr.slice(from))) {
        const isEnd = await Promise.race([once(child.stderr, "data"), isOver]);
        if (isEnd === true) throw new Error(`it never said ${pattern}: ${stderr}`);
      }
    };
    return { child, ended, hears };
  };

  return {
    sandbox,
    gate,
    state,
    url: server.url,
    folder,
    file,
    write,
    config,
    env,
    said,
    platform,
    /** The roster that the sandbox's seed was made for. */
    roster: fileURLToPath(vector(`rosters/${roster}`)),
    accounts: () => accounts(state),
    start,
    /** The command, to its end. */
    run: (args, how) => start(args, how).ended,
    /** Requests that change something, as the sandbox has seen them. */
    writes: () => sandbox.log.filter(({ method, target }) => method !== "GET" && !/token|authorize/.test(target)),
  };
}

/** Stops the sandbox's traffic at a request of the test's choice: it is answered when the gate is opened again. */
function gateOf(sandbox) {
  const gate = { waiting: undefined, seen: 0 };
  const { handle } = sandbox;
  sandbox.handle = async (request, target) => {
    gate.seen += 1;
    const due = gate.waiting?.isDue({ method: request.method, target, number: gate.seen });
    if (!due) return handle(request, target);
    const { reached, opened, passed, after } = gate.waiting;
    gate.waiting = undefined;
    const early = after ? await handle(request, target) : undefined;
    reached();
    await opened;
    const answer = early ?? (await handle(request, target));
    passed();
    return answer;
  };
  return {
    /** How many requests have come. */
    seen: () => gate.seen,
    /**
     * Waits for the first request that `isDue`; `after`: what it asks is done before it waits for its answer. `open()` is
     * over once it is done.
     */
    at: (isDue, { after = false } = {}) => {
      const { promise: here, resolve: reached } = deferred();
      const { promise: opened, resolve: letGo } = deferred();
      const { promise: through, resolve: passed } = deferred();
      gate.waiting = { isDue, reached, opened, passed, after };
      const open = () => {
        letGo();
        return through;
      };
      return { here, open };
    },
  };
}

function deferred() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

/** JSON Lines: every line is a JSON object. */
export function linesOf(text) {
  assert.ok(text === "" || text.endsWith("\n"));
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** Fails if a secret, or a token that the sandbox gave, stands anywhere. */
function checkSecrecy(sandbox, env, said) {
  const names = Object.keys(env).filter((name) => !/(CLIENT|USER)_ID$/.test(name));
  const secrets = names.flatMap((name) => [
    env[name],
    encodeURIComponent(env[name]),
    JSON.stringify(env[name]).slice(1, -1),
  ]);
  for (const { headers } of sandbox.log) {
    if (headers.authorization) secrets.push(headers.authorization.replace(/^\w+ /, ""));
    if (headers.cookie) secrets.push(headers.cookie);
  }
  assert.ok(secrets.length > 0);
  for (const [where, text] of said) {
    const found = ["CANARY-", ...secrets].find((secret) => text.includes(secret) && !isInput(where));
    assert.equal(found, undefined, `a secret stands in ${where}: ${text}`);
  }
}

/** What a test itself has written for the command to read. */
const isInput = (path) => path.startsWith("input-");
