// The console in Chromium with the sandbox in the page: the whole flow on every platform that runs there.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { serveConsole } from "../../www/serve/console.mjs";
import { vector } from "../sandbox.mjs";
import { openBrowser, openConsole } from "./kit/page.mjs";

const roster = (name) => readFile(vector(`rosters/${name}`), "utf8");

let browser, served;
before(async () => {
  [browser, served] = await Promise.all([openBrowser(), serveConsole()]);
});
after(async () => {
  await browser?.close();
  await served?.close();
});

/** Opens a session, or reads. Everything else writes. */
const isRead = ({ method, path }) => method === "GET" || /\/token$|\/metadata\/values\/get$/.test(path);

/** A write as a plan shows it: what for, and where to. */
const SHOWN = /\w+: POST \/\w/;

const FLOWS = {
  myworkpal: {
    file: "myworkpal.csv",
    // One of the sample's own.
    problems: [["28", "email"]],
  },
  workspan: {
    file: "workspan.json",
    break: (text) => text.replace('"givenName": "Ann"', '"givenName": 7'),
    problems: [["3", "givenName"]],
  },
  workiva: {
    file: "workiva.json",
    break: (text) => text.replace('"ann.example@doe.example"', '"ann.example"'),
    problems: [["3", "email"]],
  },
  "workiva-scim": {
    file: "workiva.json",
    break: (text) => text.replace('"ann.example@doe.example"', '"ann.example"'),
    problems: [["3", "email"]],
  },
};

for (const [platform, flow] of Object.entries(FLOWS)) {
  test(`${platform}: a roster is read, planned, approved, carried out and reported; the second run changes nothing`, async (t) => {
    const it = await openConsole(browser, served.url);
    t.after(() => it.close());
    await it.choose(platform);
    await it.connect();
    const original = await roster(flow.file);
    const text = flow.break?.(original) ?? original;
    assert.equal(text === original, flow.break === undefined);
    await it.give(flow.file, text);
    const problems = await it.problems();
    assert.deepEqual(
      problems.map(([row, column]) => [row, column]),
      flow.problems,
    );

    await it.plan();
    const plans = await it.plans();
    const texts = Object.values(plans);
    assert.ok(
      texts.some((plan) => SHOWN.test(plan)),
      `no request is shown:\n${texts.join("\n")}`,
    );
    assert.ok(texts.some((plan) => /Nothing would change/.test(plan)));
    const before = await it.sent();
    assert.ok(before.length > 0);
    assert.deepEqual(
      before.filter((line) => !isRead(line)),
      [],
      "nothing is written before the approval",
    );
    assert.doesNotMatch(await it.page.content(), /CANARY-/);

    await it.approve();
    const outcomes = await it.outcomes();
    const writes = (await it.sent()).filter((line) => !isRead(line));
    assert.ok(writes.length > 0);
    const created = outcomes.filter(({ status }) => status === "created");
    assert.ok(created.length > 0);
    for (const { who, text } of created) {
      assert.match(text, /confirmed/, who);
      assert.match(plans[who], /create|add|assign/i);
    }
    // Everybody of the roster is told of: as an outcome, or with the plan that could not be made.
    const refused = texts.length - outcomes.length;
    assert.equal(await it.page.getByTestId("plans").locator(".problem").count(), refused);

    const json = await it.download(/report \(JSON\)/);
    const report = JSON.parse(json.text);
    assert.equal(report.rows.length, texts.length + problems.length);
    assert.deepEqual(
      report.rows.filter(({ status }) => status === "not_read").map(({ row }) => String(row)),
      flow.problems.map(([row]) => row),
    );
    assert.deepEqual(
      report.rows
        .filter(({ status }) => status === "created")
        .map(({ subject }) => subject)
        .sort(),
      created.map(({ who }) => who).sort(),
    );
    assert.ok(
      report.rows.every(({ row }) => row > 0),
      "every row is named as the file counts",
    );

    await it.plan();
    const again = await it.plans();
    for (const { who } of created) assert.match(again[who], /Nothing would change/, who);
    await it.approve();
    const second = await it.outcomes();
    for (const { who, status } of second.filter(({ who }) => created.some((each) => each.who === who))) {
      assert.equal(status, "unchanged", who);
    }
    assert.deepEqual(
      second.filter(({ status }) => status === "created" || status === "updated"),
      [],
    );
    await it.calm();
  });
}
