/** The report: everybody of the roster, its bad rows included, with what became of them. */

import Papa from "papaparse";
import type { Change, Evidence, Outcome, PendingChange, Plan } from "provisor";
import { adviceOf } from "./advice.js";
import { pendingWordsOf, wordsOf } from "./changes.js";
import type { Loaded } from "./roster.js";

/** One row of it. */
export interface ReportRow {
  row: number;
  subject: string;
  /** An outcome's, or `not_read` (a bad row), `not_done` (refused, left out, or not reached). */
  status: Outcome["status"] | "not_read" | "not_done";
  id: string;
  verified: boolean;
  changes: Change[];
  /** What was not done or not confirmed, each with its state. */
  pending: PendingChange[];
  /** What the platform does not show. */
  unverified: string[];
  warnings: string[];
  error: string;
  advice: string;
  requests: number;
  evidence: Evidence[];
}

const NOTHING = {
  id: "",
  verified: false,
  changes: [],
  pending: [],
  unverified: [],
  warnings: [],
  error: "",
  advice: "",
  requests: 0,
  evidence: [],
};

/** What is known at the end of a run. */
export interface Known {
  roster: Loaded;
  plans: ReadonlyMap<number, Plan>;
  leftOut: ReadonlySet<number>;
  outcomes: ReadonlyMap<number, Outcome>;
}

/** All rows, in the order of the roster. */
export function reportOf({ roster: { people, problems }, plans, leftOut, outcomes }: Known): ReportRow[] {
  const done = people.map(({ row, subject }, n): ReportRow => {
    const outcome = outcomes.get(n);
    if (!outcome) return { ...NOTHING, row, subject, status: "not_done", ...whyNot(plans.get(n), leftOut.has(n)) };
    const { status, id = "", verified, changes, pending, unverified, warnings, error, requests, evidence } = outcome;
    const told = { status, id, verified, changes, pending, unverified, warnings, requests, evidence };
    return { row, subject, ...told, error: error?.message ?? "", advice: adviceOf(outcome) };
  });
  const bad = problems.map(({ row, column, message }): ReportRow => {
    const error = column ? `${column}: ${message}` : message;
    return { ...NOTHING, row, subject: "", status: "not_read", error, advice: "fix the row and run the roster again" };
  });
  return [...done, ...bad].sort((a, b) => a.row - b.row);
}

function whyNot(plan: Plan | undefined, isLeftOut: boolean): { error: string; advice: string } {
  if (isLeftOut) return { error: "left out by you", advice: "" };
  if (plan?.action !== "blocked") return { error: "not reached", advice: "plan again" };
  return { error: plan.error.message, advice: plan.error.hint ?? "plan again" };
}

/** For a program. */
export function asJson(platform: string, rows: readonly ReportRow[]): string {
  return JSON.stringify({ platform, rows }, null, 2);
}

/** The columns of the CSV, in their order. */
const COLUMNS: (keyof ReportRow)[] = [
  "row",
  "subject",
  "status",
  "id",
  "verified",
  "changes",
  "pending",
  "unverified",
  "warnings",
  "error",
  "advice",
  "requests",
  "evidence",
];

/** For a spreadsheet: a cell that it would take for a formula is made a text. */
export function asCsv(rows: readonly ReportRow[]): string {
  const flat = rows.map(({ changes, pending, unverified, warnings, evidence, ...rest }) => ({
    ...rest,
    verified: rest.verified ? "yes" : "no",
    changes: changes.map(wordsOf).join("; "),
    pending: pending.map(pendingWordsOf).join("; "),
    unverified: unverified.join("; "),
    warnings: warnings.join("; "),
    evidence: evidence.map(({ method, path, status }) => `${method} ${path} ${status}`).join("; "),
  }));
  // The mark at the beginning tells spreadsheets that it is UTF-8.
  return `\uFEFF${Papa.unparse(flat, { escapeFormulae: true, columns: COLUMNS })}\r\n`;
}
