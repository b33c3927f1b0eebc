// The console in Chromium, through the Worker in workerd, to the sandbox over HTTP: as an administrator uses it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { serveConsole } from "../../www/serve/console.mjs";
import { vector } from "../sandbox.mjs";
import { openBrowser, openConsole } from "./kit/page.mjs";
import { freePort } from "./kit/ports.mjs";
import { startWorker, TOKEN } from "./kit/worker.mjs";

let browser, served, worker;
before(async () => {
  // Each must know the other's address before it starts.
  const port = await freePort();
  served = await serveConsole({ workers: [`http://127.0.0.1:${port}`] });
  [browser, worker] = await Promise.all([
    openBrowser(),
    startWorker({ port, settings: { ALLOWED_ORIGINS: served.url } }),
  ]);
});
after(async () => {
  await browser?.close();
  await worker?.close();
  await served?.close();
});

const roster = (name) => readFile(vector(`rosters/${name}`), "utf8");
const SESSION = /\/(token|authorize)$|\/metadata\/values\/get$/;
const isWrite = ({ method, target }) => !["GET", "DELETE"].includes(method) && !SESSION.test(target);

const FILES = {
  myworkpal: "myworkpal.csv",
  workspan: "workspan.json",
  workiva: "workiva.json",
  "workiva-scim": "workiva.json",
  "workforce-optimization": "workforce-optimization.json",
};

for (const [platform, file] of Object.entries(FILES)) {
  test(`${platform}: the whole flow through the Worker; nothing is written before the approval`, async (t) => {
    await worker.reset();
    const it = await openConsole(browser, served.url);
    t.after(() => it.close());
    await it.choose(platform);
    await it.useWorker(worker.url, TOKEN);
    await it.connect();
    await it.give(file, await roster(file));
    await it.plan();
    const plans = await it.plans();
    assert.deepEqual(worker.sandbox.log.filter(isWrite), []);
    assert.ok(worker.sandbox.log.length > 0);

    await it.approve();
    assert.ok(worker.sandbox.log.some(isWrite));
    assert.match(await it.page.locator("[aria-live=polite]").innerText(), /^(\d+) of \1 people are done\.$/);
    const outcomes = await it.outcomes();
    const refused = await it.page.getByTestId("plans").locator(".problem").count();
    assert.equal(outcomes.length + refused, Object.keys(plans).length);
    const created = outcomes.filter(({ status }) => status === "created").map(({ who }) => who);
    assert.ok(created.length > 0);
    const { rows } = JSON.parse((await it.download(/report \(JSON\)/)).text);
    assert.deepEqual(
      rows.filter(({ status }) => status === "created").map(({ subject }) => subject),
      created,
    );

    await it.plan();
    const again = await it.plans();
    for (const who of created) assert.match(again[who], /Nothing would change/, who);

    // What the page holds is the caller's token; of the platform's credentials it never hears.
    const held = await it.page.content();
    assert.doesNotMatch(held.replaceAll(TOKEN, ""), /CANARY-/);
    for (const [name, value] of Object.entries(worker.settings)) {
      if (/SECRET|PASSWORD|SCIM_TOKEN/.test(name)) assert.ok(!held.includes(value), name);
    }
    assert.deepEqual(await it.page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [
      0,
      0,
      "",
    ]);
    assert.deepEqual(
      it.fetched.filter((url) => /\/sandbox-/.test(url)),
      [],
      "the sandbox is not loaded",
    );
    await it.calm();
  });
}

test("a wrong token, and a Worker that is not there, are told with what to do", async (t) => {
  const it = await openConsole(browser, served.url);
  t.after(() => it.close());
  const alert = it.page.getByRole("alert");
  await it.useWorker(worker.url, "wrong");
  await it.button("Connect").click();
  await alert.waitFor();
  assert.match(await alert.innerText(), /not the one that is configured[^]*What to do/);
  // The policy names the one Worker: the page may speak to no other.
  await it.useWorker("http://127.0.0.1:9", TOKEN);
  await it.button("Connect").click();
  await it.page.getByText("could not be reached").waitFor();
  // Nor may a token travel where others can read it.
  await it.useWorker("http://provisor.example.com", TOKEN);
  await it.button("Connect").click();
  await it.page.getByText("is no https:// address").waitFor();
  assert.ok(!it.fetched.some((url) => url.includes("provisor.example.com")));
});

test("somebody whose role is refused is told as partial, with what is done and what is not", async (t) => {
  await worker.reset();
  const it = await openConsole(browser, served.url);
  t.after(() => it.close());
  await it.choose("workiva");
  await it.useWorker(worker.url, TOKEN);
  await it.connect();
  const role = "Org User Admin";
  const user = { email: "new@doe.example", givenName: "New", familyName: "Person", organizationRoles: [role] };
  await it.give("people.json", JSON.stringify([user]));
  await it.plan();
  assert.match((await it.plans())[user.email], new RegExp(`add to organizationRoles: ${role}`));
  worker.sandbox.faults.add({
    match: { call: "workiva.assignUserRoles" },
    times: Infinity,
    fault: { kind: "status", status: 403 },
  });
  await it.approve();
  const [{ status, text }] = await it.outcomes();
  assert.equal(status, "partial");
  assert.match(text, /create the account/);
  assert.match(text, /forbidden[^]*Not done: add to organizationRoles: Org User Admin \(refused\)/);
  assert.match(await it.page.getByTestId("counts").innerText(), /^1 partial$/);
  const { rows } = JSON.parse((await it.download(/report \(JSON\)/)).text);
  assert.deepEqual(rows[0].pending, [{ kind: "add", field: "organizationRoles", value: role, state: "refused" }]);
  assert.ok(rows[0].advice.length > 0 && rows[0].id.length > 0);
  await it.calm();
});

test("rows are named as the file counts them, in whichever of the calls they are", async (t) => {
  await worker.reset();
  const it = await openConsole(browser, served.url);
  t.after(() => it.close());
  await it.choose("workspan");
  await it.useWorker(worker.url, TOKEN);
  await it.connect();
  const people = Array.from({ length: 12 }, (_, n) => ({
    email: `new.${Math.min(n, 10)}@partner.example`,
    givenName: "N",
    familyName: "P",
  }));
  await it.give("people.json", JSON.stringify(people));
  await it.plan();
  const [blocked] = await it.page.getByTestId("plans").locator(".problem").allInnerTexts();
  assert.match(blocked, /^rows 11 and 12 are the same person, new\.10@partner\.example/);
});

test("a run can be stopped; those who were not begun are left as they are", async (t) => {
  await worker.reset();
  const it = await openConsole(browser, served.url);
  t.after(() => it.close());
  await it.choose("workspan");
  await it.useWorker(worker.url, TOKEN);
  await it.connect();
  const people = Array.from({ length: 60 }, (_, n) => ({
    email: `new.${n}@partner.example`,
    givenName: "N",
    familyName: "P",
  }));
  await it.give("people.json", JSON.stringify(people));
  await it.plan();
  await it.stopAfterFirst();
  await it.approve();
  const outcomes = await it.outcomes();
  assert.ok(outcomes.length > 0 && outcomes.length < 60, `${outcomes.length} were done`);
  const there = people.filter(({ email }) => worker.sandbox.workspan.usersOf(email).length === 1);
  assert.equal(there.length, outcomes.length, "every account that was made is told of");
  await it.calm();
});

test("when people fail alike, the run ends and leaves the others, though the Worker sees ten at a time", async (t) => {
  await worker.reset();
  const it = await openConsole(browser, served.url);
  t.after(() => it.close());
  await it.choose("workspan");
  await it.useWorker(worker.url, TOKEN);
  await it.connect();
  const people = Array.from({ length: 50 }, (_, n) => ({
    email: `new.${n}@partner.example`,
    givenName: "N",
    familyName: "P",
  }));
  await it.give("people.json", JSON.stringify(people));
  await it.plan();
  worker.sandbox.faults.add({
    match: { method: "POST", path: "/api/scim/v2/Users" },
    times: Infinity,
    fault: { kind: "status", status: 403 },
  });
  await it.approve();
  assert.equal((await it.outcomes()).length, 20);
  assert.match(await it.page.getByRole("alert").first().innerText(), /20 of 20 people failed alike/);
});

test("a run that is stopped at once says that those in hand may be done", async (t) => {
  let release;
  const gate = new Promise((resolve) => (release = resolve));
  const port = await freePort();
  const page = await serveConsole({ workers: [`http://127.0.0.1:${port}`] });
  const held = await startWorker({ port, settings: { ALLOWED_ORIGINS: page.url }, sleep: () => gate });
  const it = await openConsole(browser, page.url);
  t.after(async () => {
    release();
    await it.close();
    await held.close();
    await page.close();
  });
  await it.choose("workspan");
  await it.useWorker(held.url, TOKEN);
  await it.connect();
  await it.give("people.json", JSON.stringify([{ email: "new@partner.example", givenName: "N", familyName: "P" }]));
  await it.plan();
  held.sandbox.faults.add({
    match: { method: "POST", path: "/api/scim/v2/Users" },
    times: 1,
    fault: { kind: "latency", ms: 1 },
  });
  await it.button(/^Approve/).click();
  await it.button("Stop").click();
  await it.button("Stop at once").click();
  const alert = it.page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /stopped by you[^]*may be done or not: plan again/);
  await it.button(/report \(CSV\)/).waitFor();
});

test("the Worker serves the console itself, under the same policy; its address is then known", async (t) => {
  await worker.reset();
  const page = await fetch(worker.url);
  assert.match(
    page.headers.get("content-security-policy"),
    /default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self';/,
  );
  const it = await openConsole(browser, worker.url);
  t.after(() => it.close());
  await it.choose("workspan");
  await it.page.getByLabel(/Through a Worker/).check();
  assert.equal(await it.page.getByLabel("Address of the Worker").inputValue(), worker.url);
  await it.page.getByLabel("Token").fill(TOKEN);
  await it.connect();
  await it.give("people.json", JSON.stringify([{ email: "new@partner.example", givenName: "N", familyName: "P" }]));
  await it.plan();
  await it.approve();
  assert.deepEqual(
    (await it.outcomes()).map(({ status }) => status),
    ["created"],
  );
  assert.equal(worker.sandbox.workspan.usersOf("new@partner.example").length, 1);
  await it.calm();
});
