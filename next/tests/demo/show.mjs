// How the demo speaks: headings, plans, tables.
import Table from "cli-table3";

const PLAIN = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" };
const STYLE = { head: [], border: [], compact: true };

export const say = (text = "") => process.stdout.write(`${text}\n`);

/** @param {string} text @param {string} [line] */
export const heading = (text, line = "─") => say(`\n${text}\n${line.repeat(text.length)}`);

/** What a plan would do. @param {import("provisor").Plan} plan */
export function sayPlan({ subject, action, changes, requests, warnings }) {
  say(`for ${subject}: ${action}`);
  for (const change of changes) say(`  ${told(change)}`);
  for (const warning of warnings) say(`  warning    ${warning}`);
  for (const { method, path, purpose } of requests) say(`  ${method} ${path} (${purpose})`);
}

/** A change in a line. @param {import("provisor").Change} change */
function told(change) {
  if (change.kind === "set") {
    const value = change.masked ? "(not shown)" : JSON.stringify(change.to);
    return `set        ${change.field}: ${change.from === undefined ? "" : `${JSON.stringify(change.from)} -> `}${value}`;
  }
  return `${change.kind.padEnd(10)} ${"field" in change ? `${change.field}: ${change.value}` : ""}`.trimEnd();
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
  for (const { subject, status, id, verified, requests, changes, pending, warnings, error } of outcomes) {
    const changed = status === "updated" ? [`changed: ${changes.map((change) => change.field ?? change.kind).join(", ")}`] : [];
    const open = pending.map((change) => `${change.state}: ${change.field ?? change.kind}`);
    const remarks = [...changed, ...open, ...warnings, ...(error ? [error.message] : [])].join("; ");
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
