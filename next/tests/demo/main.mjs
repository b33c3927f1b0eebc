// The main job on the sandbox, on every platform: a roster is read, planned, provisioned, and provisioned again without
// any change. `--platform workiva` shows one alone.
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import progress from "cli-progress";
import { roster } from "provisor";
import { createSandbox, vector } from "../sandbox.mjs";
import { SHOWS } from "./platforms.mjs";
import { counted, heading, say, sayOutcomes, sayPlan, sayTable } from "./show.mjs";

const { values } = parseArgs({ options: { platform: { type: "string" } } });
const shows = SHOWS.filter(({ platform }) => values.platform === undefined || values.platform === platform);
if (shows.length === 0) {
  const names = [...new Set(SHOWS.map(({ platform }) => platform))].join(", ");
  process.stderr.write(`--platform: ${JSON.stringify(values.platform)} is none that there is; give one of ${names}\n`);
  process.exit(2);
}

const results = [];
for (const show of shows) results.push(await run(show));

heading("In the end", "═");
sayTable(
  ["platform", "rows", "first run", "requests", "second run", "requests", "accounts"],
  results.map(({ title, rows, first, second, accounts }) => {
    return [title, rows, counted(first.outcomes), first.requests, counted(second.outcomes), second.requests, accounts];
  }),
);
const good = results.every(({ isGood }) => isGood);
say(good ? "The second runs changed nothing." : "Something is not as it should be.");
process.exitCode = good ? 0 : 1;

/** @param {import("./platforms.mjs").Show} show */
async function run({ title, platform, roster: file, client: clientOf, accounts, ready }) {
  heading(title, "═");
  const sandbox = createSandbox({ platforms: [platform] });
  const { url, close } = await sandbox.listen();
  const client = clientOf(sandbox[platform], url);
  const text = await readFile(vector(`rosters/${file}`), "utf8");
  const { users, problems } = roster.parse(ready?.(text) ?? text, { platform });
  say(`${file}: ${users.length} people to provision (the sandbox, ${url})`);
  for (const { row, column, message } of problems) say(`row ${row} is left out: ${column}: ${message}`);

  heading("The plan for the first who needs something");
  sayPlan(await firstPlan(client, users));
  const first = await provision("The first run", sandbox, client, users, false);
  const second = await provision("The second run", sandbox, client, users, true);
  await client.close();
  const there = accounts(sandbox[platform]);
  await close();

  const changed = second.outcomes.filter(({ status }) => status === "created" || status === "updated");
  const done = ["created", "updated", "unchanged"];
  const surprises = first.outcomes.filter(({ status, verified }) => status === "unknown" || (done.includes(status) && !verified));
  const isGood = changed.length + surprises.length === 0 && first.outcomes.length === users.length;
  return { title, rows: users.length, first, second, accounts: there, isGood };
}

async function firstPlan(client, users) {
  for (const user of users) {
    const plan = await client.plan(user);
    if (plan.changes.length > 0) return plan;
  }
  throw new Error("nobody on the roster needs anything");
}

async function provision(title, sandbox, client, users, isSecond) {
  heading(title);
  const before = sandbox.log.length;
  const bar = new progress.SingleBar({ format: "{bar} {value}/{total} {subject}", noTTYOutput: false });
  bar.start(users.length, 0, { subject: "" });
  const outcomes = [];
  for await (const outcome of client.provisionAll(users)) {
    outcomes.push(outcome);
    bar.update(outcomes.length, { subject: outcome.subject });
  }
  bar.update(users.length, { subject: "" });
  bar.stop();
  outcomes.sort((a, b) => a.row - b.row);
  const requests = sandbox.log.length - before;
  // The second time, those who are as asked are not worth a line each.
  const worthIt = isSecond ? outcomes.filter(({ status }) => status !== "unchanged") : outcomes;
  if (worthIt.length > 0) sayOutcomes(worthIt);
  say(`${counted(outcomes)}; ${requests} requests`);
  return { outcomes, requests };
}
