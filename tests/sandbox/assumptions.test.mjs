// The switches: what they are, how they are set, and that each is described and tried.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { promisify } from "node:util";
import { createSandbox } from "./index.js";
import { byUserName } from "./workspan/testing.js";

const run = promisify(execFile);
const main = new URL("main.mjs", import.meta.url).pathname;
const ZERO = { "workspan.list-totals": "zero" };

/** Whether a list says zero, in a sandbox that is asked without a connection. */
async function saysZero(sandbox) {
  const headers = { authorization: `Bearer ${sandbox.workspan.issue("WS-ApplicationUser_sandbox")}` };
  const list = await sandbox.fetch(`https://a.test${byUserName("jane.roe@partner.example")}`, { headers });
  return (await list.json()).totalResults === 0;
}

test("each switch says what it decides, where that comes from, and has an opposite", async () => {
  const { assumptions } = createSandbox();
  const readme = await readFile(new URL("README.md", import.meta.url), "utf8");
  for (const { name, about, tag, source, values, value } of assumptions.list()) {
    assert.match(name, /^[a-z-]+\.[a-z0-9-]+$/);
    assert.ok(about.length > 10 && source.length > 3 && /^[SDCA]$/.test(tag), name);
    assert.ok(values.length > 1 && new Set(values).size === values.length, name);
    assert.equal(value, values[0], name);
    const row = `| \`${name}\` | ${values.map((each) => `\`${each}\``).join(" ")} | ${tag} | ${source} | ${about} |`;
    assert.ok(readme.includes(row), `README.md lacks this row:\n${row}`);
  }
});

test("every switch is turned by a test", async () => {
  const here = new URL(".", import.meta.url);
  const paths = (await readdir(here, { recursive: true })).filter((path) => path.endsWith(".test.mjs"));
  const tests = (await Promise.all(paths.map((path) => readFile(new URL(path, here), "utf8")))).join("\n");
  for (const { name } of createSandbox().assumptions.list()) assert.ok(tests.includes(`"${name}"`), name);
});

test("switches are set from the start, while it runs, for one request, and go back at a reset", async () => {
  const sandbox = createSandbox({ assume: ZERO });
  assert.equal(await saysZero(sandbox), true);
  sandbox.assumptions.set({ "workspan.list-totals": "counted" });
  assert.equal(await saysZero(sandbox), false);
  sandbox.reset();
  assert.equal(await saysZero(sandbox), true, "as it was made");
  const usual = createSandbox();
  usual.faults.add({ match: { call: "workspan.listUsers", nth: 2 }, fault: { kind: "assume", values: ZERO } });
  assert.deepEqual([await saysZero(usual), await saysZero(usual), await saysZero(usual)], [false, true, false]);
  assert.deepEqual(usual.log.at(-2).faults, ["assume"]);
});

test("the opposites are all values but the usual ones, one at a time", () => {
  const { assumptions } = createSandbox();
  const all = assumptions.opposites();
  const count = assumptions.list().reduce((sum, { values }) => sum + values.length - 1, 0);
  assert.deepEqual([all.length, new Set(all.map((each) => JSON.stringify(each))).size], [count, count]);
  for (const values of all) assumptions.set(values);
  assert.ok(assumptions.list().every(({ value, values }) => value === values.at(-1)));
  assert.ok(assumptions.opposites("workspan").some((values) => values["workspan.answers"] === "published"));
  assert.ok(assumptions.opposites("workspan").every((values) => Object.keys(values)[0].startsWith("workspan.")));
});

test("what is not known is refused, and then nothing is set", () => {
  const sandbox = createSandbox();
  const wrong = [{ "workspan.nothing": "1" }, { ...ZERO, "workspan.answers": "x" }, { toString: "1" }, [], null, "x"];
  for (const values of wrong) {
    assert.throws(() => sandbox.assumptions.set(values), TypeError, JSON.stringify(values));
    assert.throws(() => sandbox.faults.add({ fault: { kind: "assume", values } }), TypeError);
    if (values !== null) assert.throws(() => createSandbox({ assume: values }), TypeError);
  }
  assert.ok(sandbox.assumptions.list().every(({ value, values }) => value === values[0]));
  assert.throws(() => createSandbox({ platforms: ["workiva"], assume: ZERO }), /no assumption "workspan\.list-totals"/);
});

test("another process lists and sets them", async (t) => {
  const sandbox = createSandbox();
  const { url, close } = await sandbox.listen();
  t.after(close);
  const control = (method, body) => fetch(`${url}/__sandbox/assumptions`, { method, body: body && JSON.stringify(body) });
  const listed = await (await control("GET")).json();
  assert.deepEqual(listed, sandbox.assumptions.list());
  const set = await control("POST", ZERO);
  assert.equal(set.status, 200);
  assert.equal((await set.json()).find(({ name }) => name === "workspan.list-totals").value, "zero");
  assert.equal(await saysZero(sandbox), true);
  assert.equal((await control("POST", { "workspan.answers": "x" })).status, 400);
  assert.equal((await control("DELETE")).status, 204);
  assert.equal(await saysZero(sandbox), false);
  assert.ok((await (await fetch(`${url}/__sandbox/calls`)).json()).includes("workiva.scim.changeGroup"));
});

test("the command takes and lists them", async () => {
  const { stdout } = await run(process.execPath, [main, "--assumptions", "--json", "--assume", "workspan.list-totals=zero"]);
  const all = JSON.parse(stdout);
  assert.equal(all.find(({ name }) => name === "workspan.list-totals").value, "zero");
  assert.match((await run(process.execPath, [main, "--assumptions"])).stdout, /^workspan\.answers=whole\|published$/m);
  await assert.rejects(run(process.execPath, [main, "--assume", "x=1"]), { code: 2, stderr: /no assumption "x"/ });
});

test("a call is named, in the log and in a fault's match", async () => {
  const sandbox = createSandbox();
  await saysZero(sandbox);
  const get = (path) => sandbox.fetch(`https://a.test${path}`);
  for (const [path, call] of [
    ["/api/admin/tenant/list/get/true?$top=1", "myworkpal.listTenants"],
    ["/organizations/x/users/y%2Fz/roles", "workiva.listUserRoles"],
    ["/organizations/x/users/assignment", "workiva.readUser"],
    ["/scim/v2/Users/1", "workiva.scim.readUser"],
    ["/api/rest/org/common/person/permission/ViewOrg", "workforce-optimization.listPeople"],
    ["/api/rest/org/common/person/permission/ViewOrg/", null],
    ["/nothing", null],
  ]) {
    await get(path);
    assert.equal(sandbox.log.at(-1).call, call, path);
  }
  assert.equal(sandbox.log[0].call, "workspan.listUsers");
  assert.throws(() => sandbox.faults.add({ match: { call: "workspan.patchUser" }, fault: { kind: "drop" } }), /no call/);
});
