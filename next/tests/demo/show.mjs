// How the demo speaks: headings, plans, tables.
import Table from "cli-table3";

const PLAIN = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" };
const STYLE = { head: [], border: [], compact: true };

export const say = (text = "") => process.stdout.write(`${text}\n`);

/** @param {string} text @param {string} [line] */
export const heading = (text, line = "─") => say(`\n${text}\n${line.repeat(text.length)}`);

/** What a plan would do, with the first request whole: secrets are placeholders. @param {import("provisor").Plan} plan */
export function sayPlan({ subject, actions, warnings }) {
  say(`for ${subject}:`);
  for (const { kind, summary } of actions) say(`  ${kind.padEnd(10)} ${summary}`);
  for (const warning of warnings) say(`  warning    ${warning}`);
  const { request } = actions.find(({ request }) => request) ?? {};
  if (!request) return;
  say(`\n  ${request.method} ${request.url}`);
  for (const [name, value] of Object.entries(request.headers)) say(`  ${name}: ${value}`);
  if (request.body) say(`\n  ${request.body}`);
}

/** @param {import("provisor").Outcome[]} outcomes */
export function sayOutcomes(outcomes) {
  const table = new Table({
    head: ["who", "status", "id", "verified", "requests", "remarks"],
    colWidths: [43, 11, 46, 10, 10, 52],
    wordWrap: true,
    chars: PLAIN,
    style: STYLE,
  });
  for (const { subject, status, id, verified, requests, changes, warnings, error } of outcomes) {
    const changed = status === "updated" ? [`changed: ${changes.join(", ")}`] : [];
    const remarks = [...changed, ...warnings, ...(error ? [error.message] : [])].join("; ");
    table.push([subject, status, id ?? "", verified ? "yes" : "", requests, remarks]);
  }
  say(table.toString());
}

/** @param {string[]} head @param {(string | number)[][]} rows */
export function sayTable(head, rows) {
  const table = new Table({ head, chars: PLAIN, style: STYLE });
  table.push(...rows);
  say(table.toString());
}

/** `7 created, 1 failed` @param {import("provisor").Outcome[]} outcomes */
export function counted(outcomes) {
  const counts = new Map();
  for (const { status } of outcomes) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
}
