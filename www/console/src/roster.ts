/** A roster as the console holds it: people with their rows, and what is wrong with the other rows. */

import { init, roster, type RosterProblem } from "provisor";
import type { Platform } from "../../shared/platforms.js";

/** A roster that was read. */
export interface Loaded {
  name: string;
  people: Person[];
  problems: RosterProblem[];
}

/** Somebody on it. */
export interface Person {
  /** As the file counts; not known where its lines do not tell. */
  row: number | undefined;
  /** E-mail or user name. */
  subject: string;
  user: unknown;
}

/** Reads a text. Throws a ProvisorError when it is no roster at all. */
export async function read(name: string, text: string, platform: Platform): Promise<Loaded> {
  await init();
  const { users, problems } = roster.parse(text, { platform: platform.roster });
  const rows = rowsOf(text, users.length, problems);
  const people = users.map((user, n) => {
    const { userName, email } = user as { userName?: string; email?: string };
    return { row: rows?.[n], subject: email ?? userName ?? "", user };
  });
  return { name, people, problems };
}

/** The rows of the good people; nothing where they cannot be told with certainty. */
function rowsOf(text: string, users: number, problems: readonly RosterProblem[]): number[] | undefined {
  const bad = new Set(problems.map(({ row }) => row));
  const isJson = /^\uFEFF?\s*[[{]/.test(text);
  const all = isJson ? Array.from({ length: users + bad.size }, (_, n) => n + 1) : recordsOf(text).slice(1);
  const good = all.filter((row) => !bad.has(row));
  return good.length === users && all.length === users + bad.size ? good : undefined;
}

/** The line on which each record of a CSV begins. */
function recordsOf(text: string): number[] {
  const starts: number[] = [];
  let isQuoted = false;
  for (const [n, line] of text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/).entries()) {
    if (!isQuoted && line !== "") starts.push(n + 1);
    if (line.split('"').length % 2 === 0) isQuoted = !isQuoted;
  }
  return starts;
}
