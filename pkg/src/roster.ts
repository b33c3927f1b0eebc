/**
 * Rosters: people as CSV or JSON, read into users.
 *
 * @module
 */

import { core } from "./core.js";
import type { RosterProblem, WorkforceOptimizationUser, WorkivaUser, WorkSpanUser } from "./generated/types.js";
import type { MyWorkpalUser } from "./myworkpal.js";
import { invalid } from "./errors.js";

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
}

/** A roster as read: the good rows, and what is wrong with the others. */
export interface Roster<User> {
  /** The good rows, in their order. */
  users: User[];
  /** The row of each of them, counted as those of the problems are. */
  rows: number[];
  /** What is wrong with the others. */
  problems: RosterProblem[];
}

/**
 * Reads a roster: CSV with a heading, or a JSON list of users. A column names a field of the user; a dot
 * reaches into it (`details.employeeDetails.jobTitle`).
 * @throws ProvisorError `config_invalid` when the text is no roster at all.
 */
export function parse<P extends keyof Users>(text: string, options: { platform: P }): Roster<Users[P]> {
  if (typeof text !== "string") throw invalid("roster: is not a text", "pass the file's content as text");
  return core().parseRoster(text, String(options?.platform)) as Roster<Users[P]>;
}

/**
 * Who is on the roster `before` and no longer on `now`: those to deprovision. People are compared as the platform
 * tells them apart (e-mail, user name), whatever else a row says. Pass `among: before.length` on to
 * `deprovisionAll`: a roster that came in short or empty then ends there.
 * @throws ProvisorError `config_invalid` when a row of either list is no user.
 */
export function leavers<P extends keyof Users>(
  before: readonly Users[P][],
  now: readonly Users[P][],
  options: { platform: P },
): Users[P][] {
  return core().rosterLeavers(before, now, String(options?.platform)) as Users[P][];
}
