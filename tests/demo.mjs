// The main job on the sandbox: a roster is read, planned, provisioned, and provisioned again without any change.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import progress from "cli-progress";
import Table from "cli-table3";
import { MyWorkpal, roster } from "provisor";
import { createSandbox } from "./sandbox/index.js";
import { defaultSeed } from "./sandbox/myworkpal/seed.js";

const ROSTER = fileURLToPath(new URL("vectors/rosters/myworkpal.csv", import.meta.url));
const say = (text = "") => process.stdout.write(`${text}\n`);
const heading = (text) => say(`\n${text}\n${"─".repeat(text.length)}`);

const sandbox = createSandbox({ platforms: ["myworkpal"] });
const { url, close } = await sandbox.listen();
const [{ clientId, clientSecret }] = defaultSeed.clients;
const client = new MyWorkpal({
  baseUrl: url,
  credentials: { clientId, clientSecret },
  // The platform's own path is not public; this is the sandbox's.
  paths: { createUser: defaultSeed.settings.createUserPath },
});

heading("The roster");
const { users, problems } = roster.parse(await readFile(ROSTER, "utf8"), { platform: "myworkpal" });
say(`${users.length} people to provision on MyWorkpal (the sandbox, ${url})`);
for (const { row, column, message } of problems) say(`row ${row} is left out: ${column}: ${message}`);

heading("The plan for the first person");
const plan = await client.plan(users[0]);
for (const { summary, request } of plan.actions) {
  say(`${summary}\n\n  ${request.method} ${request.url}`);
  for (const [name, value] of Object.entries(request.headers)) say(`  ${name}: ${value}`);
  say(`\n  ${request.body}`);
}

const first = await provision("The first run");
const second = await provision("The second run");

const accounts = sandbox.myworkpal.accounts.length;
await client.close();
await close();
const changed = second.filter((outcome) => outcome.status === "created" || outcome.status === "updated");
const surprises = first.filter((outcome) => outcome.status === "unknown" || (outcome.status !== "failed" && !outcome.verified));
heading("In the end");
say(`${accounts} accounts on the platform; the second run changed ${changed.length} of them.`);
process.exitCode = changed.length + surprises.length > 0 || first.length !== users.length ? 1 : 0;

async function provision(title) {
  heading(title);
  const before = sandbox.log.length;
  const bar = new progress.SingleBar({ format: "{bar} {value}/{total} {subject}", noTTYOutput: false });
  bar.start(users.length, 0, { subject: "" });
  const outcomes = [];
  const onProgress = ({ done, outcome }) => bar.update(done, { subject: outcome.subject });
  for await (const outcome of client.provisionAll(users, { onProgress })) outcomes.push(outcome);
  bar.update(users.length, { subject: "" });
  bar.stop();
  outcomes.sort((a, b) => a.row - b.row);
  say(tableOf(outcomes));
  const counts = new Map();
  for (const { status } of outcomes) counts.set(status, (counts.get(status) ?? 0) + 1);
  const total = [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
  say(`${total}; ${sandbox.log.length - before} requests`);
  return outcomes;
}

function tableOf(outcomes) {
  const table = new Table({
    head: ["who", "status", "id", "verified", "requests", "remarks"],
    colWidths: [42, 11, 6, 10, 10, 50],
    wordWrap: true,
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
    style: { head: [], border: [], compact: true },
  });
  for (const { subject, status, id, verified, requests, warnings, error } of outcomes) {
    const remarks = [...warnings, ...(error ? [error.message] : [])].join("; ");
    table.push([subject, status, id ?? "", verified ? "yes" : "", requests, remarks]);
  }
  return table.toString();
}
