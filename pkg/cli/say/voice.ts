/** How a command speaks: tables and words for people, or JSON Lines; errors and progress on standard error. */

import type { LogEvent, Outcome, Plan, RosterProblem } from "provisor";
import { told } from "../failure.js";
import { RosterError } from "../people/read.js";
import { barOn, type Bar } from "./progress.js";
import { plain, styleOf } from "./style.js";
import { table } from "./table.js";

type Line = { type: string } & Record<string, unknown>;
export type Planned = { row: number } & ({ plan: Plan } | { subject: string; error: unknown });

const out = process.stdout;
const err = process.stderr;
const COLOURS = {
  created: "green",
  updated: "cyan",
  unchanged: "dim",
  conflict: "yellow",
  failed: "red",
  unknown: "magenta",
} as const;

export class Voice {
  readonly isJson: boolean;
  readonly bar: Bar;
  readonly #isVerbose: boolean;

  constructor({ json, verbose }: { json?: boolean; verbose?: boolean }) {
    this.isJson = json === true;
    this.#isVerbose = verbose === true;
    this.bar = barOn(err, !this.#isVerbose);
    // Whoever closes the pipe early wants no more lines; what is under way goes on.
    for (const stream of [out, err])
      stream.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "EPIPE") throw error;
      });
  }

  /** A result for people; nothing with `--json`. */
  say(text: string): void {
    if (!this.isJson) out.write(`${text}\n`);
  }

  /** A remark beside the results. */
  remark(text: string): void {
    err.write(`${text}\n`);
  }

  /** A line of `--json`. */
  line(line: Line): void {
    if (this.isJson) out.write(`${JSON.stringify(line)}\n`);
  }

  /** Takes the client's log. */
  readonly logger = Object.fromEntries(
    (["debug", "info", "warn"] as const).map((level) => [
      level,
      (_message: string, event: LogEvent) => this.#log(event),
    ]),
  );

  #log(event: LogEvent): void {
    if (event.purpose) this.bar.doing(plain(event.purpose));
    if (!this.#isVerbose) return;
    const { level, message, method, path, status } = event;
    const facts = [method, path, status && `→ ${status}`].filter(Boolean).join(" ");
    const style = styleOf(err);
    const text = plain(`${level.padEnd(5)} ${message}${facts && !message.includes(path ?? "\n") ? `  ${facts}` : ""}`);
    err.write(`${level === "warn" ? style.yellow(text) : style.dim(text)}\n`);
  }

  /** An error: what happened, and what to do. No stack unless asked for. */
  error(thrown: unknown): void {
    const style = styleOf(err);
    const { message, hint, requestId } = told(thrown);
    const problems = thrown instanceof RosterError ? thrown.problems : [];
    for (const problem of problems) this.line({ type: "problem", ...problem });
    this.line({ type: "error", ...told(thrown) });
    if (problems.length > 0) err.write(`${problemTable(problems, err.isTTY ? err.columns : undefined)}\n`);
    err.write(`${style.red("error:")} ${message.split("\n").map(plain).join("\n  ")}\n`);
    if (hint) err.write(`  what to do: ${plain(hint)}\n`);
    if (requestId) err.write(`  the platform's id of the request, for its support: ${plain(requestId)}\n`);
    if ((this.#isVerbose || process.env["DEBUG"]) && thrown instanceof Error)
      err.write(`${style.dim(String(thrown.stack))}\n`);
  }

  /** What is wrong with a roster. */
  problems(problems: RosterProblem[]): void {
    for (const problem of problems) this.line({ type: "problem", ...problem });
    if (!this.isJson && problems.length > 0) out.write(`${problemTable(problems, this.#width())}\n`);
  }

  /** How everybody ended. */
  outcomes(outcomes: Outcome[]): void {
    if (this.isJson || outcomes.length === 0) return;
    const style = styleOf(out);
    const rows = outcomes.map(({ subject, status, verified, changes, warnings, error }) => {
      const why = error ? [error.message + (error.hint ? ` (${error.hint})` : "")] : [];
      const isDone = error === undefined && !verified && status !== "unchanged";
      const remarks = [...why, ...warnings, ...(isDone ? ["not confirmed by a look"] : [])];
      return [subject, status, changes.join(", "), remarks.join("; ")];
    });
    const paint = (text: string, column: number): string =>
      column === 1 && text in COLOURS ? style[COLOURS[text as keyof typeof COLOURS]](text) : text;
    out.write(`${table(["who", "status", "changes", "remarks"], rows, { width: this.#width(), paint })}\n`);
  }

  /** What would be done. */
  plans(plans: Planned[]): void {
    if (this.isJson) return;
    const rows = plans.map((planned) => {
      if ("error" in planned) {
        const { message, hint } = told(planned.error);
        return [planned.subject, "cannot be planned", message + (hint ? ` (${hint})` : "")];
      }
      const { subject, actions, warnings } = planned.plan;
      return [subject, actions.map(({ summary }) => summary).join("; ") || "nothing to do", warnings.join("; ")];
    });
    out.write(`${table(["who", "what would be done", "remarks"], rows, { width: this.#width() })}\n`);
  }

  #width(): number | undefined {
    return out.isTTY ? out.columns : undefined;
  }
}

function problemTable(problems: RosterProblem[], width: number | undefined): string {
  const rows = problems.map(({ row, column, message }) => [String(row), column, message]);
  return table(["row", "column", "problem"], rows, { width });
}

/** `7 created, 1 failed`, in the order of the statuses. */
export function counted(counts: Record<string, number>): string {
  return Object.keys(COLOURS)
    .filter((status) => counts[status])
    .map((status) => `${counts[status]} ${status}`)
    .join(", ");
}
