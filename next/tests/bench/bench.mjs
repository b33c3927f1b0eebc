// What the rows measure with: servers and children, each a process of its own.
import { fork } from "node:child_process";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROUTES } from "./people.mjs";

export const SUBJECTS = ["provisor", "script"];

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Starts a process and waits for the first thing it says. */
async function begin(file, options) {
  const child = fork(here(file), [JSON.stringify(options)], {
    execArgv: ["--expose-gc", "--disable-warning=MaxListenersExceededWarning"],
  });
  const said = await new Promise((done, fail) => {
    child.once("message", done);
    child.once("exit", (code) => fail(new Error(`${file} ended with ${code} for ${JSON.stringify(options)}`)));
  });
  child.removeAllListeners("exit");
  return { child, said };
}

/** One measurement of one subject; it has not ended before its process has. */
export async function measure(task, options) {
  const { child, said } = await begin("child.mjs", { task, ...options });
  if (child.exitCode === null) await new Promise((done) => child.once("exit", done));
  return said;
}

/** The same for both, in turn, so many times: `{ provisor: […], script: […] }`. */
export async function inTurn(runs, work) {
  const seen = Object.fromEntries(SUBJECTS.map((subject) => [subject, []]));
  for (let run = 0; run < runs; run += 1) {
    // Who comes first changes from run to run.
    for (const subject of run % 2 ? SUBJECTS.toReversed() : SUBJECTS) seen[subject].push(await work(subject));
  }
  return seen;
}

/** Runs `work` with a server of its own: `{ facts, counts() }`. */
async function withServer(options, work) {
  const { child, said } = await begin("server.mjs", options);
  const counts = () =>
    new Promise((done) => {
      child.once("message", done);
      child.send("counts");
    });
  try {
    return await work({ facts: said, counts });
  } finally {
    // One that has died says so itself.
    if (child.connected) child.disconnect();
  }
}

/**
 * Provisions new people against a server of their own; `again` measures a second run of another client.
 * @param {{ subject: string, route: string, count: number, concurrency?: number, latencyMs?: number, strict?: boolean,
 *   journal?: boolean, memory?: boolean, again?: boolean, anyEnding?: boolean }} options
 */
export async function provision({ latencyMs, strict, again, journal, anyEnding, ...options }) {
  const { subject, route, count } = options;
  const { platform } = ROUTES[route];
  return withServer({ platform, latencyMs, strict }, async ({ facts, counts }) => {
    const path = journal ? join(tmpdir(), `provisor-bench-${process.pid}.journal`) : undefined;
    const run = async (wanted, journal) => {
      const before = await counts();
      const seen = await measure("provision", { ...options, facts, journal });
      const after = await counts();
      if (!anyEnding && seen.statuses[wanted] !== count) {
        throw new Error(`${subject} on ${route}: not ${count} ${wanted} but ${JSON.stringify(seen.statuses)}`);
      }
      return { ...seen, requests: after.requests - before.requests, accounts: after.accounts };
    };
    try {
      const first = await run("created", path);
      return again ? { ...first, again: await run("unchanged") } : first;
    } finally {
      if (path) await rm(path, { force: true });
    }
  });
}

/** The heap that calls about one person who matches leave behind, after their first. */
export const heap = ({ subject, route, warm, calls }) =>
  withServer({ platform: ROUTES[route].platform }, async ({ facts }) => {
    return measure("heap", { subject, route, facts, warm, calls });
  });

/** The middle one, or between the two in the middle. */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
