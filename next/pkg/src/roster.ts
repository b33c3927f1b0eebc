/**
 * Rosters: people as CSV or JSON, read into users.
 *
 * @module
 */

import { build } from "./core.js";
import { invalid } from "./errors.js";
import type { MyWorkpalKey, MyWorkpalUser } from "./myworkpal.js";
import type { ScimKey, ScimUser } from "./scim-provider.js";
import type { WorkforceOptimizationKey, WorkforceOptimizationUser } from "./workforce-optimization.js";
import type { WorkivaKey, WorkivaUser } from "./workiva.js";
import type { WorkSpanKey, WorkSpanUser } from "./workspan.js";

/** The users of each platform. */
export interface Users {
  /** What `MyWorkpal` takes. */
  myworkpal: MyWorkpalUser;
  /** What `WorkforceOptimization` takes. */
  "workforce-optimization": WorkforceOptimizationUser;
  /** What `Workiva` takes. */
  workiva: WorkivaUser;
  /** What `WorkSpan` takes. */
  workspan: WorkSpanUser;
  /** What `Scim` takes. */
  scim: ScimUser;
}
/** What identifies a user of each platform. */
export interface Keys {
  /** What `MyWorkpal` takes. */
  myworkpal: MyWorkpalKey;
  /** What `WorkforceOptimization` takes. */
  "workforce-optimization": WorkforceOptimizationKey;
  /** What `Workiva` takes. */
  workiva: WorkivaKey;
  /** What `WorkSpan` takes. */
  workspan: WorkSpanKey;
  /** What `Scim` takes. */
  scim: ScimKey;
}

/** How a roster is read. */
export interface RosterOptions<Platform> {
  /** Whose users they are. */
  platform: Platform;
  /** Which column is which field: `{ "E-mail": "email" }`. */
  columns?: Record<string, string>;
  /** What to do with columns that no user has: refuse the roster (the default), or leave them out. */
  extra?: "refuse" | "ignore";
}

/** What is wrong with a row. */
export interface RosterProblem {
  /** The row as a spreadsheet counts: 1 is the heading of a CSV, or the first item of a JSON list. */
  row: number;
  /** The field, or an empty text when the whole row is meant. */
  column: string;
  /** What is wrong and what to do. */
  message: string;
}

/** A roster as read: the good rows, and what is wrong with the others. */
export interface Roster<User> {
  /** The good rows, in their order. */
  users: User[];
  /** The row of each of them, counted as those of the problems are. */
  rows: number[];
  /** What is wrong with the others. */
  problems: RosterProblem[];
  /** The headings that were left out (`extra: "ignore"`). */
  ignored: string[];
}

/**
 * Reads a roster: CSV with a heading, or a JSON list of users. A column names a field of the user; a dot
 * reaches into it (`details.employeeDetails.jobTitle`).
 * @throws ProvisorError `config_invalid` when the text is no roster at all.
 */
export function parse<P extends keyof Users>(text: string, options: RosterOptions<P>): Roster<Users[P]> {
  if (typeof text !== "string") throw invalid("the roster must be text", "pass the file's content as text");
  return build("roster", "parse", { text, ...options });
}

/** A roster to begin with: the heading, and a row as an example. */
export function template(options: { platform: keyof Users }): string {
  return build("roster", "template", { platform: options.platform });
}

/**
 * Who is on the roster `before` and no longer on `now`: those to deprovision. People are compared as the platform
 * tells them apart (e-mail, user name), whatever else a row says. Pass `among: before.length` on to
 * `deprovisionAll`: a roster that came in short or empty then ends there.
 * @throws ProvisorError `config_invalid` when a row of either list is no user.
 */
export function leavers<P extends keyof Users>(
  before: ReadonlyArray<Keys[P]>,
  now: ReadonlyArray<Keys[P]>,
  options: RosterOptions<P>,
): Array<Keys[P]> {
  return build("roster", "leavers", { before, now, platform: options.platform });
}
