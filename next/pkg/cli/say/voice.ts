/** How a command speaks: tables and words for people, or JSON Lines; errors and progress on standard error. */

import type { Change, ErrorInfo, Event, Outcome, Plan, roster } from "provisor";
import { sentence, told } from "../failure.js";
import { RosterError } from "../people/read.js";
import { Bar } from "./progress.js";
import { plain, styleOf } from "./style.js";
import { table } from "./table.js";

type Line = { type: string } & Record<string, unknown>;

const out = process.stdout;
const err = process.stderr;
/** How people end, in the order in which they are counted. */
const COLOURS = {
  created: "green",
  updated: "cyan",
  unchanged: "dim",
  deprovisioned: "cyan",
  partial: "yellow",
  conflict: "yellow",
  failed: "red",
  unknown: "magenta",
  create: "green",
  update: "cyan",
  remove: "cyan",
  none: "dim",
  blocked: "red",
} as const;

export class Voice {
  readonly isJson: boolean;
  readonly bar: Bar;
  readonly #isVerbose: boolean;

  constructor({ json, verbose }: { json?: boolean; verbose?: boolean }) {
    this.isJson = json === true;
    this.#isVerbose = verbose === true;
    this.bar = new Bar(err, !this.#isVerbose);
    // A reader who closes the pipe early wants no more lines; what is under way goes on.
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
  readonly logger = {
    debug: (text: string, event: Event): void => this.#log("debug", text, event),
    info: (text: string, event: Event): void => this.#log("info", text, event),
    warn: (text: string, event: Event): void => this.#log("warn", text, event),
  };

  #log(level: "debug" | "info" | "warn", text: string, event: Event): void {
    if ("step" in event) this.bar.doing(plain(event.step));
    if (!this.#isVerbose) return;
    const style = styleOf(err);
    const line = plain(`${level.padEnd(5)} ${text}`);
    err.write(`${level === "warn" ? style.yellow(line) : style.dim(line)}\n`);
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
  problems(problems: roster.RosterProblem[]): void {
    for (const problem of problems) this.line({ type: "problem", ...problem });
    if (problems.length > 0) this.say(problemTable(problems, this.#width()));
  }

  /** How everybody ended, or would. */
  items(items: ReadonlyArray<Plan | Outcome>): void {
    if (items.length === 0) return;
    const style = styleOf(out);
    const isPlan = items.some((item) => "action" in item);
    const rows = items.map((item) => {
      const error = errorOf(item);
      const end = "action" in item ? item.action : item.status;
      const changes = item.changes.map("action" in item ? planned : done).filter(Boolean);
      const remarks = [...(error ? [sentence(error)] : []), ...("action" in item ? [] : undone(item)), ...item.warnings];
      return [item.subject, end, changes.join(", "), remarks.join("; ")];
    });
    const paint = (text: string, column: number): string =>
      column === 1 && text in COLOURS ? style[COLOURS[text as keyof typeof COLOURS]](text) : text;
    const head = ["who", isPlan ? "action" : "status", "changes", "remarks"];
    this.say(table(head, rows, this.#width(), paint));
  }

  /** The requests of plans. */
  requests(items: ReadonlyArray<Plan | Outcome>): void {
    for (const item of items)
      if ("action" in item && item.requests.length > 0) {
        const lines = item.requests.map(({ method, path, purpose }) => plain(`  ${method} ${path}   ${purpose}`));
        this.say(`\n${plain(item.subject)}\n${lines.join("\n")}`);
      }
  }

  #width(): number | undefined {
    return out.isTTY ? out.columns : undefined;
  }
}

/** Why it did not end well, or cannot. */
export const errorOf = (item: Plan | Outcome): ErrorInfo | undefined => ("error" in item ? item.error : undefined);

const value = (shown: unknown): string => (typeof shown === "string" ? shown : JSON.stringify(shown));

/** A change that would be made, with its values where they may be shown. */
function planned(change: Change): string {
  if (change.kind !== "set") return done(change);
  const { field, from, to } = change;
  if (to === undefined) return `set ${field}`;
  return from === undefined ? `${field}: ${value(to)}` : `${field}: ${value(from)} → ${value(to)}`;
}

/** A change that was made; that of a new account is its status. */
function done(change: Change): string {
  if (change.kind === "create") return "";
  if (change.kind === "set") return change.field;
  if ("value" in change) return `${change.kind} ${change.field} ${change.value}`;
  return change.kind;
}

const STATES = { refused: "refused", unclear: "unclear", notBegun: "not begun" };

/** What was not done, and what is not shown. */
function undone({ pending, unverified }: Outcome): string[] {
  const open = pending.map((change) => `${done(change) || "create"} (${STATES[change.state]})`);
  return [
    ...(open.length > 0 ? [`not done: ${open.join(", ")}`] : []),
    ...(unverified.length > 0 ? [`not shown by the platform: ${unverified.join(", ")}`] : []),
  ];
}

function problemTable(problems: roster.RosterProblem[], width: number | undefined): string {
  const rows = problems.map(({ row, column, message }) => [String(row), column, message]);
  return table(["row", "column", "problem"], rows, width);
}

/** `7 created, 1 failed`, in the order of the statuses. */
export function counted(counts: Record<string, number>): string {
  return Object.keys(COLOURS)
    .filter((end) => counts[end])
    .map((end) => `${counts[end]} ${end}`)
    .join(", ");
}
