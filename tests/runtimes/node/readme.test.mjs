// The README's script, as a newcomer runs it: the packed package is installed into an empty project.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { createSandbox } from "../../sandbox/index.js";
import { defaultSeed } from "../../sandbox/myworkpal/seed.js";

const run = promisify(execFile);
const ADDRESS = "https://webapi.myworkpal.co.uk";

test("the ten lines of the README provision a person", async () => {
  const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
  const [, script] = /```js\n([\s\S]*?)```/.exec(readme);
  assert.ok(script.trim().split("\n").length <= 10, "they are ten lines");
  assert.ok(script.includes(ADDRESS));

  const sandbox = createSandbox();
  const { url, close } = await sandbox.listen();
  const project = await mkdtemp(join(tmpdir(), "provisor-readme-"));
  try {
    await writeFile(join(project, "package.json"), '{ "private": true, "type": "module" }');
    await run("npm", ["install", "--offline", "--no-audit", "--no-fund", process.env.PROVISOR_TARBALL], { cwd: project });
    await writeFile(join(project, "one.js"), script.replace(ADDRESS, url));
    const [{ clientId, clientSecret }] = defaultSeed.clients;
    const secrets = { CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, CREATE_USER_PATH: defaultSeed.settings.createUserPath };
    const once = () => run(process.execPath, ["one.js"], { cwd: project, env: { ...process.env, ...secrets } });

    const first = await once();
    assert.match(first.stdout, /^created \d+\n$/);
    assert.equal(first.stderr, "");
    const [, id] = first.stdout.trim().split(" ");
    assert.equal((await once()).stdout, `unchanged ${id}\n`);
    assert.equal(sandbox.myworkpal.accountsOf("companydoe", "john@doe.com").length, 1);
  } finally {
    await close();
    await rm(project, { recursive: true, force: true });
  }
});
