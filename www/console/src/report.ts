/** The report: everybody of the roster, its bad rows included, with what became of them. */

import Papa from "papaparse";
import type { Evidence, Outcome } from "provisor";
import type { PlanEvent, RunEvent } from "../../shared/events.js";
import { adviceOf } from "./advice.js";
import type { Loaded } from "./roster.js";

/** One row of it. */
export interface ReportRow {
  row: number;
  subject: string;
  /** An outcome's, or `not_read` (a bad row), `not_done` (refused, left out, or not reached). */
  status: Outcome["status"] | "not_read" | "not_done";
  id: string;
  verified: boolean;
  changes: string[];
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
  warnings: [],
  error: "",
  advice: "",
  requests: 0,
  evidence: [],
};

/** What is known at the end of a run. */
export interface Known {
  roster: Loaded;
  plans: ReadonlyMap<number, PlanEvent>;
  leftOut: ReadonlySet<number>;
  outcomes: ReadonlyMap<number, RunEvent>;
}

/** All rows, in the order of the roster. */
export function reportOf({ roster: { people, problems }, plans, leftOut, outcomes }: Known): ReportRow[] {
  const done = people.map(({ row, subject }, n): ReportRow => {
    const event = outcomes.get(n) ?? plans.get(n);
    if (event?.type !== "error" && event?.type !== "outcome") {
      const why = leftOut.has(n) ? { error: "left out by you" } : { error: "not reached", advice: "plan again" };
      return { ...NOTHING, row, subject, status: "not_done", ...why };
    }
    if (event.type === "error") {
      const { message, hint } = event.error;
      return { ...NOTHING, row, subject, status: "not_done", error: message, advice: hint ?? "plan again" };
    }
    const { status, id, verified, changes, warnings, error, requests, evidence } = event.outcome;
    const advice = adviceOf(event.outcome);
    return {
      row,
      subject,
      status,
      id: id ?? "",
      verified,
      changes,
      warnings,
      error: error?.message ?? "",
      advice,
      requests,
      evidence,
    };
  });
  const bad = problems.map(({ row, column, message }): ReportRow => {
    const error = column ? `${column}: ${message}` : message;
    return { ...NOTHING, row, subject: "", status: "not_read", error, advice: "mend the row and run the roster again" };
  });
  return [...done, ...bad].sort((a, b) => a.row - b.row);
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
  "warnings",
  "error",
  "advice",
  "requests",
  "evidence",
];

/** For a spreadsheet: a cell that it would take for a formula is made a text. */
export function asCsv(rows: readonly ReportRow[]): string {
  const flat = rows.map(({ changes, warnings, evidence, ...rest }) => ({
    ...rest,
    verified: rest.verified ? "yes" : "no",
    changes: changes.join("; "),
    warnings: warnings.join("; "),
    evidence: evidence.map(({ method, path, status }) => `${method} ${path} ${status}`).join("; "),
  }));
  // The mark at the beginning tells spreadsheets that it is UTF-8.
  return `\uFEFF${Papa.unparse(flat, { escapeFormulae: true, columns: COLUMNS })}\r\n`;
}
