// The shapes that other programs read, the exit codes, and curl commands as a shell reads them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import { bare, CLI, linesOf, PACKAGE, stage } from "./kit/stage.mjs";

const ANN = ["--email", "ann@partner.example", "--given-name", "Ann", "--family-name", "Example"];
const windows = process.platform === "win32" && "no POSIX shell";

/** A port of this machine at which nobody listens. */
async function closedPort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

describe("--json", () => {
  test("an outcome and the summary have the documented fields", async (t) => {
    const { run } = await stage(t);
    const { code, stdout, stderr } = await run(["provision", ...ANN, "--json"]);
    const [outcome, summary, ...more] = linesOf(stdout);
    assert.deepEqual([code, stderr, more], [0, "", []]);
    assert.deepEqual(Object.keys(outcome), [
      "type",
      "platform",
      "subject",
      "status",
      "id",
      "existedBefore",
      "verified",
      "changes",
      "pending",
      "unverified",
      "warnings",
      "requests",
      "evidence",
    ]);
    assert.deepEqual(
      { ...outcome, id: "", requests: 0, evidence: [] },
      {
        type: "outcome",
        platform: "workspan",
        subject: "ann@partner.example",
        status: "created",
        id: "",
        existedBefore: false,
        verified: true,
        changes: [{ kind: "create" }],
        pending: [],
        unverified: [],
        warnings: [],
        requests: 0,
        evidence: [],
      },
    );
    const { requests, ...rest } = summary;
    assert.ok(requests > 2);
    assert.deepEqual(rest, {
      type: "summary",
      command: "provision",
      platform: "workspan",
      rows: 1,
      done: 1,
      left: 0,
      problems: 0,
      counts: { created: 1 },
      interrupted: false,
      exitCode: 0,
    });
  });

  test("connect, request, config check and roster check speak it too", async (t) => {
    const { run, roster } = await stage(t);
    const types = async (...args) => (await run([...args, "--json"])).lines().map(({ type }) => type);
    assert.deepEqual(await types("connect"), ["connection"]);
    assert.deepEqual(await types("request", "listReports"), ["request"]);
    assert.deepEqual(await types("config", "check"), ["config"]);
    assert.deepEqual(await types("roster", "check", roster), ["summary"]);
  });
});

describe("exit codes", () => {
  test("0 for help and version", async (t) => {
    const { run } = await stage(t);
    const { version } = JSON.parse(await readFile(join(PACKAGE, "package.json"), "utf8"));
    assert.deepEqual([(await run(["--version"])).stdout, (await run(["--version"])).code], [`${version}\n`, 0]);
    for (const command of ["plan", "provision", "deprovision", "connect", "request", "roster", "config"]) {
      const { code, stdout } = await run([command, "--help"]);
      assert.equal(code, 0);
      if (command !== "request") assert.match(stdout, /\nExamples:\n  \$ provisor /);
    }
  });

  test("1 for somebody who is unknown, and the table says what to check", async (t) => {
    const { run, sandbox } = await stage(t);
    sandbox.faults.add({
      match: { method: "POST", path: "/api/scim/v2/Users" },
      times: "always",
      fault: { kind: "drop", when: "before" },
    });
    const { code, stdout } = await run(["provision", ...ANN]);
    assert.equal(code, 1, stdout);
    assert.match(stdout, /ann@partner\.example +unknown/);
    assert.match(stdout, /1 unknown; one person/);
  });

  test("1 for a conflict", async (t) => {
    const { run } = await stage(t);
    await run(["provision", ...ANN]);
    const { code, stdout } = await run(["provision", ...ANN, "--if-exists", "fail"]);
    assert.equal(code, 1);
    assert.match(stdout, /ann@partner\.example +conflict/);
  });

  test("1 when rows fail alike: the others are left as they are, unless told otherwise", async (t) => {
    const { run, write, sandbox } = await stage(t);
    const body = { detail: "no seats left", status: "400" };
    sandbox.faults.add({
      match: { method: "POST", path: "/api/scim/v2/Users" },
      times: "always",
      fault: { kind: "status", status: 400, when: "before", body },
    });
    const rows = Array.from({ length: 150 }, (_, n) => `new${n}@partner.example,New,Example\n`);
    await write("people.csv", `email,givenName,familyName\n${rows.join("")}`);
    const { code, lines, stderr } = await run(["provision", "--roster", "people.csv", "--json"]);
    assert.equal(code, 1);
    const { done, left, resume } = lines().at(-1);
    assert.equal(done, 0);
    // Those who were begun when it stopped are finished.
    assert.ok(left >= 20 && left < 130, String(left));
    assert.equal(resume, "provisor provision --roster people.csv --json");
    assert.match(stderr, /^error: \d+ of \d+ rows failed the same way.*no seats left\n.*--no-circuit-breaker\n/);
    const all = await run(["provision", "--roster", "people.csv", "--json", "--no-circuit-breaker"]);
    assert.deepEqual([all.code, all.lines().at(-1).counts, all.lines().at(-1).left], [1, { failed: 150 }, 0]);
  });

  test("1 when the platform cannot be reached", async (t) => {
    const { run, write, config } = await stage(t);
    await write("provisor.config.json", {
      ...config,
      options: { baseUrl: `http://127.0.0.1:${await closedPort()}`, maxRetries: 0 },
    });
    const { code, stderr } = await run(["connect"]);
    assert.equal(code, 1);
    assert.match(stderr, /^error: .*\n  what to do: /);
    assert.doesNotMatch(stderr, /\n\s+at /, "no stack");
    assert.match((await run(["connect", "--verbose"])).stderr, /\n\s+at /, "a stack when asked for");
  });

  test("a reader who leaves early ends nothing", { skip: windows }, async (t) => {
    const { roster, folder, env, accounts } = await stage(t);
    const before = accounts();
    await new Promise((done) => {
      const line = `"${process.execPath}" "${CLI}" provision --roster "${roster}" --json | head -n 1`;
      execFile("sh", ["-c", line], { cwd: folder, env: { ...bare, ...env } }, done);
    });
    assert.ok(accounts() > before + 3);
  });
});

describe("files", () => {
  test("a finished journal tells everything again without a request", async (t) => {
    const { run, roster, sandbox } = await stage(t);
    const call = ["provision", "--roster", roster, "--journal", "people.journal", "--json"];
    const first = (await run(call)).lines().filter(({ type }) => type === "outcome");
    const sent = sandbox.log.length;
    const second = await run(call);
    const byRow = (list) => [...list].sort((a, b) => a.row - b.row);
    const told = ({ row, subject, status, id, verified }) => ({ row, subject, status, id, verified });
    const again = byRow(second.lines().filter(({ type }) => type === "outcome"));
    assert.deepEqual(again.map(told), byRow(first).map(told));
    assert.ok(again.every(({ resumed, requests }) => resumed && requests === 0));
    assert.equal(sandbox.log.length, sent);
    assert.match(second.stderr, /The run is complete\. To run anew, remove people\.journal\./);
  });

  test("--verbose logs requests, and no secret", async (t) => {
    const { run } = await stage(t);
    const { stderr } = await run(["provision", ...ANN, "--verbose"]);
    assert.match(stderr, /debug workspan ann@partner\.example: POST \/api\/scim\/v2\/Users 201 in \d+ ms/);
  });
});

describe("curl", { skip: windows }, () => {
  test("a shell hands curl exactly the request, whatever is in it", async (t) => {
    const { run, folder, file, url } = await stage(t);
    const nasty = {
      email: "d'arcy+$HOME`id`@partner.example",
      givenName: '"D\'Arcy"\\ $(id) !x {a,b} *',
      familyName: "line\\nbreak & é 山",
    };
    const request = ["request", "createUser", "--input", JSON.stringify({ user: nasty })];
    const [built] = (await run([...request, "--json"])).lines();
    const { stdout } = await run(request);
    await writeFile(file("curl"), '#!/bin/sh\nfor word in "$@"; do printf "%s\\0" "$word"; done\n');
    await chmod(file("curl"), 0o755);
    await writeFile(file("command.sh"), stdout);
    const words = await new Promise((done, fail) => {
      execFile(
        "sh",
        ["command.sh"],
        { cwd: folder, env: { PATH: `${folder}:${process.env.PATH}`, HOME: "/nowhere" } },
        (error, text) => (error ? fail(error) : done(text)),
      );
    });
    const headers = Object.entries(built.headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
    const expected = [
      "--globoff",
      "--request",
      "POST",
      `${url}/api/scim/v2/Users`,
      ...headers,
      "--header",
      "authorization: Bearer {token}",
      "--data-raw",
      built.body,
      "",
    ];
    assert.deepEqual(words.split("\0"), expected);
    assert.equal(JSON.parse(built.body).userName.toLowerCase(), nasty.email.toLowerCase());
  });

  test("a plan's requests, and any request by name without credentials", async (t) => {
    const { run } = await stage(t);
    assert.match(
      (await run(["plan", ...ANN, "--requests"])).stdout,
      /\nann@partner\.example\nPOST \/api\/scim\/v2\/Users   create the user\n/,
    );
    const without = { more: { PROVISOR_CLIENT_ID: "", PROVISOR_CLIENT_SECRET: "" } };
    const names = (await run(["request"], without)).stdout.trim().split("\n");
    assert.ok(names.includes("createUser"));
    const list = await run(["request", "listUsers", "--input", '{"email":"ann@partner.example"}'], without);
    assert.match(list.stdout, /^curl --globoff --request GET '\S+filter=\S+' \\\n(.*\n)*.*'authorization: Bearer \{token\}'\n$/);
  });
});

describe("the packed file", () => {
  test("one file with its libraries in it, and their licences beside it", async () => {
    const text = await readFile(CLI, "utf8");
    assert.match(text, /^#!\/usr\/bin\/env node\n/);
    const imports = [...text.matchAll(/\bfrom\s*"([^"]+)"/g)].map(([, name]) => name);
    const strange = imports.filter(
      (name) => !name.startsWith("node:") && !name.startsWith("./") && !["process"].includes(name),
    );
    assert.deepEqual(strange, []);
    const { dependencies, optionalDependencies, peerDependencies, bin } = JSON.parse(
      await readFile(join(PACKAGE, "package.json"), "utf8"),
    );
    assert.deepEqual(
      [dependencies, optionalDependencies, peerDependencies, bin],
      [undefined, undefined, undefined, { provisor: "./dist/cli.js" }],
    );
    const licences = await readFile(join(PACKAGE, "dist/cli.LICENSES.txt"), "utf8");
    for (const name of [
      "commander",
      "zod",
      "cli-table3",
      "cli-progress",
      "picocolors",
      "dotenv",
      "jsonc-parser",
      "string-width",
    ]) {
      assert.match(licences, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, "m"));
    }
    assert.ok(licences.match(/Permission is hereby granted/g).length >= 6);
  });
});
