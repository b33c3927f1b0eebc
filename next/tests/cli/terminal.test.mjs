// At a terminal: progress, colours, tables that fit, and a question before people are taken off.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { bare, CLI, stage } from "./kit/stage.mjs";

const TERMINAL = fileURLToPath(new URL("terminal.py", import.meta.url));
const ESCAPE = /\u001b/;
const COLOUR = /\u001b\[3\dm/;
const plainOf = (text) => text.replace(/\u001b(\[[0-9;?]*[A-Za-z]|[78])/g, "").replaceAll("\r", "");

/** The command at a terminal; `sees` is told what the terminal has seen so far. */
function at(scene, args, { columns = 100, answer = "", more = {}, sees } = {}) {
  const env = { ...bare, ...scene.env, TERM: "xterm-256color", ...more };
  return new Promise((done) => {
    const words = [TERMINAL, String(columns), answer, process.execPath, CLI, ...args];
    const child = execFile("python3", words, { cwd: scene.folder, env }, (error, stdout) => {
      scene.said.push([`${args.join(" ")} (terminal)`, stdout]);
      done({ code: error ? error.code : 0, text: stdout });
    });
    let seen = "";
    child.stdout.on("data", (text) => sees?.((seen += text)));
  });
}

describe("at a terminal", { skip: process.platform === "win32" && "no pseudo-terminal" }, () => {
  test("a bar shows how far it is, statuses are coloured, the cursor comes back", async (t) => {
    const scene = await stage(t);
    const isThirdLookUp = ({ method, target }) => method === "GET" && target.includes("/Users?") && ++lookUps === 3;
    let lookUps = 0;
    // The bar is drawn a few times a second: the answer waits for it.
    const { open } = scene.gate.at(isThirdLookUp);
    const { code, text } = await at(scene, ["provision", "--roster", scene.roster, "--concurrency", "1"], {
      sees: (seen) => /━+─+ 1\/10 {2}replace the user/.test(seen) && open(),
    });
    assert.equal(code, 0, text);
    assert.match(text, /━+─+ 1\/10 {2}replace the user/);
    assert.match(text, COLOUR);
    assert.ok(text.lastIndexOf("\u001b[?25h") > text.lastIndexOf("\u001b[?25l"), "the cursor is shown again");
    assert.match(plainOf(text), /8 created, 1 updated, 1 unchanged; 10 people/);
  });

  test("NO_COLOR leaves the bar and takes the colours", async (t) => {
    const scene = await stage(t);
    const { text } = await at(scene, ["provision", "--roster", scene.roster], { more: { NO_COLOR: "1" } });
    assert.match(text, /\d+\/10/);
    assert.doesNotMatch(text, COLOUR);
  });

  test("a table fits the terminal", async (t) => {
    const scene = await stage(t);
    const { text } = await at(scene, ["plan", "--roster", scene.roster], { columns: 60, more: { NO_COLOR: "1" } });
    const lines = plainOf(text).split("\n");
    const table = lines.slice(lines.findIndex((line) => /who +action/.test(line)) + 1);
    table.length = table.indexOf("");
    assert.ok(table.length >= 10);
    for (const line of table) assert.ok([...line].length <= 60, line);
  });

  test("it asks before people are taken off, and only yes is yes", async (t) => {
    const scene = await stage(t);
    const gone = ["deprovision", "--email", "jane.roe@partner.example", "--given-name", "Jane", "--family-name", "Roe"];
    const isActive = () =>
      scene.state.users.find(({ userName }) => userName.toLowerCase() === "jane.roe@partner.example").active;
    const no = await at(scene, gone, { answer: "no" });
    assert.deepEqual([no.code, isActive(), scene.sandbox.log.length], [2, true, 0]);
    assert.match(plainOf(no.text), /Take one person \(.*\) off workspan at http:.*\? Type yes to go on: /);
    assert.match(plainOf(no.text), /not confirmed; nothing was sent/);
    const interrupted = await at(scene, gone, { answer: "^C" });
    assert.deepEqual([interrupted.code, isActive(), scene.sandbox.log.length], [130, true, 0]);
    const yes = await at(scene, gone, { answer: "yes" });
    assert.deepEqual([yes.code, isActive()], [0, false], yes.text);
  });

  test("what a platform says cannot move the cursor", async (t) => {
    const scene = await stage(t);
    const detail = "\u001b[2J\u001b]0;owned\u0007 no";
    scene.sandbox.faults.add({
      match: { method: "POST", path: "/api/scim/v2/Users" },
      times: "always",
      fault: { kind: "status", status: 400, when: "before", body: { detail, scimType: "invalidValue", status: "400" } },
    });
    const ann = ["--email", "ann@partner.example", "--given-name", "Ann", "--family-name", "Example"];
    const { code, text } = await at(scene, ["provision", ...ann], { more: { NO_COLOR: "1" } });
    assert.equal(code, 1);
    assert.match(plainOf(text), /failed/);
    assert.ok(!text.includes("\u001b[2J") && !text.includes("\u0007"), JSON.stringify(text));
  });
});

test("FORCE_COLOR and a dumb terminal do not bring escapes where there is no terminal", async (t) => {
  const { run, roster } = await stage(t);
  const { stdout, stderr } = await run(["provision", "--roster", roster], {
    more: { FORCE_COLOR: "1", TERM: "xterm" },
  });
  assert.doesNotMatch(stdout + stderr, ESCAPE);
});
