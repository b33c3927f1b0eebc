// `fileJournal`: whose it is, and that a killed run goes on.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createSandbox } from "../../../tests/sandbox/index.js";
import { fileJournal } from "../dist/entry/node-files.js";
import { all, scene, thrown, users, WorkforceOptimization } from "./kit.mjs";

const folder = await mkdtemp(join(tmpdir(), "provisor-journal-"));
after(() => rm(folder, { recursive: true }));
const path = (name) => join(folder, name);

test("only its owner may read it, also where it was there before", async () => {
  const { client } = scene();
  for (const before of [undefined, ""]) {
    const file = path(`mode-${before}`);
    if (before !== undefined) {
      await writeFile(file, before);
      await chmod(file, 0o644);
    }
    await all(client().provisionAll(users(2), { journal: fileJournal(file) }));
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await readFile(file, "utf8")).trimEnd().split("\n").length, before === undefined ? 5 : 3);
    await assert.rejects(stat(`${file}.lock`), { code: "ENOENT" });
  }
});

test("it is reached through no link, and is no other file", async () => {
  const { client, sandbox } = scene();
  const target = path("target");
  await writeFile(target, "precious");
  await symlink(target, path("link"));
  for (const name of ["link", "target"]) {
    const error = await thrown(all(client().provisionAll(users(1), { journal: fileJournal(path(name)) })));
    assert.equal(error.code, "stale_journal", error.stack);
  }
  assert.equal(await readFile(target, "utf8"), "precious");
  assert.equal(sandbox.log.length, 0);
});

test("a second run is refused, in this process and in another; what a dead process left is taken over", async () => {
  const { client } = scene();
  const file = path("locked");
  const first = client().provisionAll(users(3), { journal: fileJournal(file) });
  await first.next();
  const refused = await thrown(all(client().provisionAll(users(3), { journal: fileJournal(file) })));
  assert.match(refused.message, /in use by another run of this process/);
  const script = `
    const { fileJournal } = await import(${JSON.stringify(new URL("../dist/entry/node-files.js", import.meta.url).href)});
    try { for await (const text of fileJournal(${JSON.stringify(file)}).read()); console.log("taken"); } catch (error) { console.log(error.code, error.message); }`;
  const other = () =>
    new Promise((done) => {
      const child = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: ["ignore", "pipe", "inherit"] });
      let text = "";
      child.stdout.on("data", (part) => (text += part));
      child.on("close", () => done(text));
    });
  assert.match(await other(), new RegExp(`ELOCKED .* in use by process ${process.pid} on `));
  await first.return();
  // It ends without letting go.
  assert.match(await other(), /taken/);
  assert.ok((await stat(`${file}.lock`)).isFile());
  assert.equal((await all(client().provisionAll(users(3), { journal: fileJournal(file) }))).length, 3);
});

test("a run that is killed in the middle goes on: everybody once, at most those unknown whose create was in flight", { timeout: 60_000 }, async () => {
  const sandbox = createSandbox({ platforms: ["workforce-optimization"] });
  sandbox.faults.add({ match: { method: "POST", path: "/api/rest/org/common/person" }, times: "always", fault: { kind: "latency", ms: 3 } });
  const { url, close } = await sandbox.listen();
  const file = path("killed");
  const options = { baseUrl: url, credentials: { userId: "provisor.admin@wfo.example", password: 'CANARY-Passw0rd-admin "\\' } };
  const script = `
    const { users, WorkforceOptimization } = await import(${JSON.stringify(new URL("kit.mjs", import.meta.url).href)});
    const { fileJournal } = await import(${JSON.stringify(new URL("../dist/entry/node-files.js", import.meta.url).href)});
    const client = new WorkforceOptimization(${JSON.stringify(options)});
    for await (const { status } of client.provisionAll(users(120), { journal: fileJournal(${JSON.stringify(file)}) })) console.log(status);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], { cwd: fileURLToPath(new URL(".", import.meta.url)), stdio: ["ignore", "pipe", "inherit"] });
  let told = 0;
  await new Promise((done) => {
    child.stdout.on("data", (part) => {
      told += String(part).split("\n").length - 1;
      if (told >= 20) child.kill("SIGKILL");
    });
    child.on("close", done);
  });
  assert.ok(told >= 20 && told < 120, `${told}`);
  const outcomes = await all(new WorkforceOptimization(options).provisionAll(users(120), { journal: fileJournal(file) }));
  const count = (want) => outcomes.filter(({ status }) => status === want).length;
  assert.equal(outcomes.length, 120);
  assert.ok(count("unknown") <= 4 && count("created") + count("unchanged") + count("unknown") === 120, JSON.stringify(outcomes.map(({ status }) => status)));
  assert.ok(outcomes.filter(({ resumed }) => resumed).length >= 20);
  const people = sandbox["workforce-optimization"];
  for (const { userName } of users(120)) assert.ok(people.peopleOf(userName).length <= 1, userName);
  await close();
});
