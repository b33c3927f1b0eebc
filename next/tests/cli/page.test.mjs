// Every command of the page for administrators, typed into a shell in the order of the page: the packed package is
// installed into an empty folder, and what is printed is what the page shows.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createSandbox } from "../sandbox.mjs";
import { bare } from "./kit/stage.mjs";

const ADDRESS = "https://api.workspan.com";
const page = await readFile(new URL("../../docs/command-line.md", import.meta.url), "utf8");
const blocks = (kind) =>
  [...page.matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, text]) => text);

/**
 * The commands of a block with what they print. A line that begins with `!` is on standard error, `=` is the exit code,
 * `…` is anything.
 */
function commandsOf(block) {
  const commands = [];
  for (const line of block.trimEnd().split("\n")) {
    const last = commands.at(-1);
    if (line.startsWith("$ ")) commands.push({ command: line.slice(2), out: [], err: [], code: 0 });
    else if (line.startsWith("! ")) last.err.push(line.slice(2));
    else if (line.startsWith("= ")) last.code = Number(line.slice(2));
    else last.out.push(line);
  }
  return commands;
}

const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
const likeness = (lines) => new RegExp(`^${lines.map((line) => escaped(line).replaceAll("…", ".*")).join("\\n")}\\n*$`);

test(
  "the page's commands do what it says",
  { timeout: 180_000, skip: process.platform === "win32" && "no POSIX shell" },
  async () => {
    const sandbox = createSandbox({ platforms: ["workspan"] });
    const { url, close } = await sandbox.listen();
    const folder = await mkdtemp(join(tmpdir(), "provisor-page-"));
    const [{ clientId, clientSecret }] = sandbox.workspan.clients;
    // npm has warnings of its own about whoever runs it.
    const env = { ...bare, npm_config_loglevel: "error" };
    const sh = (command) =>
      new Promise((done) => {
        execFile("sh", ["-c", command], { cwd: folder, env }, (error, stdout, stderr) =>
          done({ code: error ? error.code : 0, stdout, stderr }),
        );
      });
    try {
      await writeFile(join(folder, "package.json"), '{ "private": true }');
      let count = 0;
      for (const { command, out, err, code } of blocks("console").flatMap(commandsOf)) {
        count += 1;
        if (command.startsWith("export ")) {
          const [, name] = /^export (\w+)=/.exec(command);
          env[name] = { PROVISOR_CLIENT_ID: clientId, PROVISOR_CLIENT_SECRET: clientSecret }[name];
          assert.ok(env[name], command);
          continue;
        }
        const offline = command.replace(
          /^npm install \S+$/,
          `npm install --offline --no-audit --no-fund ${process.env.PROVISOR_TARBALL} >&2`,
        );
        const ended = await sh(offline);
        assert.equal(ended.code, code, `${command}\n${ended.stdout}${ended.stderr}`);
        if (command.includes("> provisor.config.json")) await correctAddress(folder, url);
        if (command.includes(">")) assert.equal(ended.stdout, "", command);
        else assert.match(ended.stdout.replaceAll(url, ADDRESS), likeness(out), command);
        if (err.length > 0) assert.match(ended.stderr, likeness(err), command);
      }
      assert.ok(count > 12, "the page's commands were found");
      const [first, second] = ["ann.example@partner.example", "bo@partner.example"].map((email) =>
        sandbox.workspan.users.filter(({ userName }) => userName === email),
      );
      assert.deepEqual([first.length, second.length, second[0].active], [1, 1, false]);
    } finally {
      await close();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

/** What the page tells its reader to do; and the template is the one it shows. */
async function correctAddress(folder, url) {
  const file = join(folder, "provisor.config.json");
  const text = await readFile(file, "utf8");
  assert.equal(text, blocks("json")[0]);
  await writeFile(file, text.replace(ADDRESS, url));
}
