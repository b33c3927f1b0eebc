/** The people of a call: a roster file, standard input, one person's fields, or one person as JSON. */

import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { roster } from "provisor";
import type { Variables } from "../config/secrets.js";
import { UsageError, told } from "../failure.js";
import type { Platform } from "../platforms.js";
import { csv } from "./csv.js";

/** What the command line says about people. */
export interface Named {
  roster?: string;
  user?: string;
  set?: string[];
  skipProblems?: boolean;
  /** The shortcuts, by column. */
  fields: Record<string, string>;
}

/** The people, and which rows of the roster are left out. */
export interface People {
  users: unknown[];
  /** The row of each on the roster, counted as the problems' are. A person who is named alone has none. */
  rows: number[];
  problems: roster.RosterProblem[];
  /** Where they come from, for messages. */
  from: string;
  isSingle: boolean;
}

/** A roster that cannot be used as it is. */
export class RosterError extends UsageError {
  constructor(
    from: string,
    readonly problems: roster.RosterProblem[],
  ) {
    const rows = new Set(problems.map(({ row }) => row)).size;
    super(
      `${from}: ${rows === 1 ? "a row has a problem" : `${rows} rows have problems`}; nothing was sent`,
      "fix the roster, or leave such rows out with --skip-problems",
    );
  }
}

/** Reads the people that are named; a new user's first password is taken from the variables. */
export async function readPeople(platform: Platform, named: Named, variables: Variables): Promise<People> {
  const fields = { ...named.fields, ...Object.fromEntries((named.set ?? []).map(assignment)) };
  const hasFields = Object.keys(fields).length > 0;
  const { user, roster: file } = named;
  const ways = [file !== undefined && "--roster", user !== undefined && "--user", hasFields && "single fields"];
  const given = ways.filter(Boolean);
  if (given.length > 1) throw new UsageError(`${given.join(" and ")} do not go together`, "give one of them");
  if (user !== undefined) return single(platform, oneUser(user), "--user", variables);
  if (hasFields) return single(platform, csv([Object.keys(fields), Object.values(fields)]), "the person", variables);
  if (file === undefined)
    throw new UsageError(
      "nobody is named",
      "give --roster FILE, or one person: --email …, --set COLUMN=VALUE, or --user JSON",
    );
  const people = await readRoster(platform, file);
  if (people.problems.length > 0 && !named.skipProblems) throw new RosterError(people.from, people.problems);
  if (people.users.length === 0) throw nobodyOn(people.from);
  return people;
}

export const nobodyOn = (from: string): UsageError =>
  new UsageError(`${from}: there is nobody on it`, "add a row below the heading");

/** `3 people`. */
export const headcount = (people: number): string => (people === 1 ? "one person" : `${people} people`);

/** A roster, with its problems as they are. */
export async function readRoster(platform: Platform, file: string): Promise<People> {
  const from = file === "-" ? "standard input" : file;
  return { ...parsed(platform, await textOf(file, from), from), from, isSingle: false };
}

function single(platform: Platform, text: string, from: string, variables: Variables): People {
  const { users, problems } = parsed(platform, text, from);
  const [problem] = problems;
  if (problem) {
    const { column, message } = problem;
    throw new UsageError(
      `${from}: ${column ? `${column}: ` : ""}${message}`,
      "`provisor roster --template PLATFORM` shows the columns",
    );
  }
  return { users: withPassword(platform, users, variables), rows: [], problems, from, isSingle: true };
}

function parsed(platform: Platform, text: string, from: string): roster.Roster<unknown> {
  try {
    return roster.parse(text, { platform });
  } catch (error) {
    const { message, hint } = told(error);
    throw new UsageError(`${from}: ${message.replace(/^the roster /, "")}`, hint);
  }
}

/** A new user's first password would be seen by others on a command line. */
function withPassword(platform: Platform, users: unknown[], variables: Variables): unknown[] {
  const password = variables["PROVISOR_NEW_PASSWORD"];
  if (users.some((user) => typeof user === "object" && user !== null && "password" in user)) {
    throw new UsageError(
      "password: must not stand on a command line",
      "set PROVISOR_NEW_PASSWORD, or use a roster file",
    );
  }
  if (platform !== "workforce-optimization" || !password) return users;
  return users.map((user) => ({ ...(user as object), password }));
}

function oneUser(json: string): string {
  const like = `write it like --user '{"email": "ann@doe.example"}', in single quotes; for several, use --roster`;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new UsageError("--user: is not JSON", like);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UsageError("--user: is not one person", like);
  return JSON.stringify([value]);
}

function assignment(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1)
    throw new UsageError('--set: the "=" is missing', "write --set COLUMN=VALUE, such as --set department=Sales");
  return [text.slice(0, at).trim(), text.slice(at + 1)];
}

async function textOf(file: string, from: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = file === "-" ? await buffer(process.stdin) : await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : `cannot be read (${code})`;
    throw new UsageError(`${from}: ${why}`, "give the path of a CSV or JSON file, or - for standard input");
  }
  // Spreadsheets still save CSV in the encodings of old; a name must not come out mangled.
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${from}: is not in UTF-8`, "in the spreadsheet, save as “CSV UTF-8”");
  }
}
