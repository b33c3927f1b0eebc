// What the console takes care of: its policy, what it loads, bad rosters, choices, stops, changed platforms, reports.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import Papa from "papaparse";
import { serveConsole } from "../../www/serve/console.mjs";
import { vector } from "../sandbox.mjs";
import { openBrowser, openConsole } from "./kit/page.mjs";

const CSV =
  "email,company,subDomain\r\njohn@doe.com,Company Doe,\r\n=cmd|calc@doe.com,Company Doe,\r\nno-at-sign,Company Doe,\r\n";

let browser, served;
before(async () => {
  [browser, served] = await Promise.all([openBrowser(), serveConsole()]);
});
after(async () => {
  await browser?.close();
  await served?.close();
});

/** A console with a connected sandbox of MyWorkpal. */
async function opened(t) {
  const it = await openConsole(browser, served.url);
  t.after(() => it.close());
  await it.connect();
  return it;
}

test("the page is served with a policy that allows nothing but its own, and the policy is in force", async (t) => {
  const response = await fetch(served.url);
  const policy = response.headers.get("content-security-policy");
  assert.match(
    policy,
    /default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self';/,
  );
  const it = await opened(t);
  const isRefused = await it.page.evaluate(() => {
    const before = globalThis.violations.length;
    const script = document.createElement("script");
    script.textContent = "globalThis.isEvaluated = true";
    document.body.append(script);
    return (
      globalThis.isEvaluated === undefined &&
      new Promise((done) => setTimeout(() => done(globalThis.violations.length > before)))
    );
  });
  assert.equal(isRefused, true, "a script in the page does not run");
});

test("the built page holds one module, and only those who choose the sandbox load it", async (t) => {
  const files = await readdir(new URL("../../www/console/dist/", import.meta.url), { recursive: true });
  assert.equal(files.filter((file) => file.endsWith(".wasm")).length, 1);
  const it = await openConsole(browser, served.url);
  t.after(() => it.close());
  await it.useWorker("http://127.0.0.1:9", "none");
  const isSandbox = (url) => /\/sandbox-[^/]*\.js$/.test(url);
  assert.deepEqual(it.fetched.filter(isSandbox), []);
  await it.useSandbox();
  await it.connect();
  assert.equal(it.fetched.filter(isSandbox).length, 1);
  assert.equal(it.fetched.filter((url) => url.endsWith(".wasm")).length, 1);
  await it.calm();
});

test("a text that is no roster is refused with what to do, and the one before is gone", async (t) => {
  const it = await opened(t);
  await it.give("people.csv", CSV);
  await it.button("Plan").waitFor();
  await it.page.getByText("Paste one instead").click();
  await it.page.locator("textarea").fill("name,colour\nJohn,blue\n");
  await it.button("Read it").click();
  const alert = it.page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /columns that are not known: "name", "colour"[^]*What to do: the columns are: email, company/);
  assert.equal(await it.page.getByTestId("roster").count(), 0);
  assert.equal(await it.button("Plan").count(), 0);
  await it.page.locator("textarea").fill(CSV);
  await it.button("Read it").click();
  await it.page.getByTestId("roster").waitFor();
  assert.deepEqual(
    (await it.problems()).map(([row, column]) => [row, column]),
    [["4", "email"]],
  );
});

test("a sample can be downloaded and is a good roster", async (t) => {
  const it = await opened(t);
  const { name, text } = await it.download("Download a sample");
  assert.equal(name, "myworkpal.csv");
  assert.equal(text, await readFile(vector("rosters/myworkpal.csv"), "utf8"));
});

test("who is left out is not written, and the report says so; a formula in a cell stays a text", async (t) => {
  const it = await opened(t);
  await it.give("people.csv", CSV);
  await it.plan();
  await it.page.getByRole("checkbox", { name: "john@doe.com" }).uncheck();
  await it.approve();
  assert.deepEqual(
    (await it.outcomes()).map(({ row, who }) => [row, who]),
    [["3", "=cmd|calc@doe.com"]],
  );
  const { name, text } = await it.download(/report \(CSV\)/);
  assert.equal(name, "provisor-myworkpal.csv");
  const { data, errors } = Papa.parse(text.trim(), { header: true });
  assert.deepEqual(errors, []);
  const seen = data.map(({ row, subject, status }) => [row, subject, status]);
  assert.deepEqual(seen, [
    ["2", "john@doe.com", "not_done"],
    ["3", "'=cmd|calc@doe.com", "created"],
    ["4", "", "not_read"],
  ]);
  const { rows } = JSON.parse((await it.download(/report \(JSON\)/)).text);
  assert.deepEqual(
    rows.map(({ error }) => error.split(" ")[0]),
    ["left", "", "email:"],
  );
  await it.calm();
});

test("whose plan could not be made is told of with the reason, also in the report", async (t) => {
  const it = await opened(t);
  await it.give("people.csv", "email,company\nnew@doe.com,Company Doe\nother@doe.com,Nowhere Ltd\n");
  await it.plan();
  const reason = (await it.plans())["other@doe.com"];
  assert.match(reason, /Nowhere Ltd/);
  await it.approve();
  const { rows } = JSON.parse((await it.download(/report \(JSON\)/)).text);
  assert.deepEqual(
    rows.map(({ row, status }) => [row, status]),
    [
      [2, "created"],
      [3, "not_done"],
    ],
  );
  assert.match(rows[1].error, /Nowhere Ltd/);
  assert.ok(reason.includes(rows[1].error) && rows[1].advice.length > 0);
});

test("a plan lists each change by its field; values that are personal are not shown", async (t) => {
  const it = await opened(t);
  const details = { employeeDetails: { jobTitle: "Trader" }, personDetails: { dateOfBirth: "1990-04-05" } };
  await it.give("people.json", JSON.stringify([{ email: "new@doe.com", company: "Company Doe", details }]));
  await it.plan();
  const changes = await it.changes();
  assert.equal(changes[0], "create the account");
  assert.ok(changes.includes("set details.employeeDetails.jobTitle: Trader"), changes.join("\n"));
  assert.ok(changes.includes("set details.personDetails.dateOfBirth (value not shown)"), changes.join("\n"));
  await it.page.getByText(`${changes.length} changes, exactly as shown`).waitFor();
  await it.approve();
  assert.deepEqual(
    (await it.outcomes()).map(({ status }) => status),
    ["created"],
  );
  const reports = [await it.download(/report \(CSV\)/), await it.download(/report \(JSON\)/)];
  for (const { text } of reports) assert.doesNotMatch(text, /1990/);
  assert.doesNotMatch(await it.page.content(), /1990/);
  await it.calm();
});

test("what is changed of somebody who is there is told with what it was and what it becomes", async (t) => {
  const it = await openConsole(browser, served.url);
  t.after(() => it.close());
  await it.choose("workspan");
  await it.connect();
  const user = { email: "new@partner.example", givenName: "New", familyName: "Person" };
  for (const [givenName, status, change] of [
    ["New", "created", "create the account"],
    ["Old", "updated", "set givenName: New → Old"],
  ]) {
    await it.give("people.json", JSON.stringify([{ ...user, givenName }]));
    await it.plan();
    assert.ok((await it.changes()).includes(change), (await it.changes()).join("\n"));
    await it.approve();
    const [outcome] = await it.outcomes();
    assert.equal(outcome.status, status);
    assert.ok(outcome.text.includes(change), outcome.text);
    const { data } = Papa.parse((await it.download(/report \(CSV\)/)).text.trim(), { header: true });
    assert.ok(data[0].changes.includes(change));
  }
  await it.calm();
});

test("a file in another encoding is refused: its names would come out wrong", async (t) => {
  const it = await opened(t);
  const buffer = Buffer.from("email,company\nm\u00fcller@doe.com,Company Doe\n", "latin1");
  await it.page.getByLabel(/choose a file/).setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer });
  await it.page.getByText("the file is not in UTF-8").waitFor();
  assert.equal(await it.page.getByTestId("roster").count(), 0);
});

test("somebody who is on the roster twice is worked on once, and the second row is told why", async (t) => {
  const it = await opened(t);
  await it.give("people.csv", "email,company\nnew@doe.com,Company Doe\nnew@doe.com,Company Doe\n");
  await it.plan();
  const [blocked] = await it.page.getByTestId("plans").locator(".problem").allInnerTexts();
  assert.match(blocked, /^rows 2 and 3 are the same person, new@doe\.com[^]*What to do: only the first of them is worked on/);
  await it.approve();
  assert.deepEqual(
    (await it.outcomes()).map(({ row, status }) => [row, status]),
    [["2", "created"]],
  );
  const { rows } = JSON.parse((await it.download(/report \(JSON\)/)).text);
  assert.deepEqual(
    rows.map(({ row, status }) => [row, status]),
    [
      [2, "created"],
      [3, "not_done"],
    ],
  );
  assert.match(rows[1].error, /^rows 2 and 3 are the same person/);
  assert.equal((await it.sent()).filter(({ path }) => /users\/create$/.test(path)).length, 1);
});

test("a run can be stopped: those in hand are done, the others are not begun", async (t) => {
  const it = await opened(t);
  const many = Array.from({ length: 150 }, (_, n) => `new.${n}@doe.com,Company Doe`).join("\n");
  await it.give("people.csv", `email,company\n${many}\n`);
  await it.plan();
  await it.stopAfterFirst();
  await it.approve();
  const outcomes = await it.outcomes();
  assert.ok(outcomes.length > 0 && outcomes.length < 150, `${outcomes.length} were done`);
  assert.ok(outcomes.every(({ status }) => status === "created"));
  const created = (await it.sent()).filter(({ path }) => /users\/create$/.test(path));
  assert.equal(created.length, outcomes.length, "nobody was begun and lost");
  const { rows } = JSON.parse((await it.download(/report \(JSON\)/)).text);
  assert.equal(rows.filter(({ status }) => status === "not_done").length, 150 - outcomes.length);
});

test("plans of a roster that was replaced meanwhile are not shown, nor anything of theirs", async (t) => {
  const it = await opened(t);
  const many = Array.from({ length: 150 }, (_, n) => `old.${n}@doe.com,Company Doe`).join("\n");
  await it.give("old.csv", `email,company\n${many}\n`);
  await it.button("Plan").click();
  await it.page.getByTestId("plans").locator("li").first().waitFor();
  await it.give("new.csv", "email,company\nnew@doe.com,Company Doe\n");
  await it.page.getByText("new.csv").waitFor();
  // Time enough for plans that were under way.
  await it.page.evaluate(async () => {
    for (let n = 0; n < 60; n++) await new Promise(requestAnimationFrame);
  });
  assert.equal(await it.page.getByTestId("plans").count(), 0);
  await it.plan();
  assert.deepEqual(Object.keys(await it.plans()), ["new@doe.com"]);
});

test("people who are provisioned together can be stopped, too; everybody who was begun is told of", async (t) => {
  const it = await opened(t);
  const many = Array.from({ length: 201 }, (_, n) => `new.${n}@doe.com,Company Doe`).join("\n");
  await it.give("people.csv", `email,company\n${many}\n`);
  await it.plan();
  await it.stopAfterFirst();
  await it.approve();
  const outcomes = await it.outcomes();
  assert.ok(outcomes.length > 0 && outcomes.length < 201, `${outcomes.length} were done`);
  const created = (await it.sent()).filter(({ path }) => /users\/create$/.test(path));
  assert.equal(created.length, outcomes.length);
});

test("more people than are planned one by one are provisioned together, after a look at some plans", async (t) => {
  const it = await opened(t);
  const many = Array.from({ length: 201 }, (_, n) => `new.${n}@doe.com,Company Doe`).join("\n");
  await it.give("people.csv", `email,company\n${many}\n`);
  await it.plan();
  assert.equal(Object.keys(await it.plans()).length, 20);
  const before = await it.sent();
  assert.ok(before.every(({ path }) => !/users\/create$/.test(path)));
  await it.approve();
  const outcomes = await it.outcomes();
  assert.equal(outcomes.length, 201);
  assert.ok(outcomes.every(({ status }) => status === "created"));
  await it.calm();
});

test("Workforce Optimization runs through a Worker only, and the page says why", async (t) => {
  const it = await openConsole(browser, served.url);
  t.after(() => it.close());
  await it.choose("workforce-optimization");
  assert.equal(await it.page.getByLabel(/stand-in/).isDisabled(), true);
  assert.equal(await it.page.getByLabel(/Through a Worker/).isChecked(), true);
  await it.page.getByText("its session is a cookie that browsers let no page set").waitFor();
});

test("the keyboard reaches everything in order, and the focus goes on with the steps", async (t) => {
  const it = await openConsole(browser, served.url);
  t.after(() => it.close());
  const focus = () => it.page.evaluate(() => document.activeElement.name || document.activeElement.textContent.trim());
  const seen = [];
  for (let n = 0; n < 6; n++) {
    await it.page.keyboard.press("Tab");
    seen.push(await focus());
  }
  assert.deepEqual(seen, ["platform", "place", "Connect", "roster", "Paste one instead", "Download a sample"]);
  await it.page.getByRole("button", { name: "Connect" }).focus();
  await it.page.keyboard.press("Enter");
  await it.page.getByTestId("connected").waitFor();
  await it.button("Use the sample").focus();
  await it.page.keyboard.press("Enter");
  await it.button("Plan").waitFor();
  assert.equal(await focus(), "3. Plan");
  const names = await it.page
    .locator("input, select, textarea, progress")
    .evaluateAll((all) => all.filter((each) => each.labels.length === 0).length);
  assert.equal(names, 0, "every field has a label");
  assert.equal(await it.page.locator("[aria-live=polite]").count(), 1);
  const paper = () => it.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await it.page.emulateMedia({ colorScheme: "dark" });
  assert.notEqual(await paper(), light, "dark where dark is asked for");
});
