/** A roster as the console holds it: people with their rows, and what is wrong with the other rows. */

import { init, roster, type ErrorInfo } from "provisor";
import { Refusal } from "../../shared/errors.js";
import type { Platform } from "../../shared/platforms.js";

/** A roster that was read. */
export interface Loaded {
  name: string;
  people: Person[];
  problems: roster.RosterProblem[];
}

/** Somebody on it. */
export interface Person {
  /** As a spreadsheet counts. */
  row: number;
  /** E-mail or user name. */
  subject: string;
  user: unknown;
}

/** Reads a file or a text. Throws a Refusal or a ProvisorError when it is no roster at all. */
export async function read(name: string, content: string | ArrayBuffer, platform: Platform): Promise<Loaded> {
  await init();
  const text = typeof content === "string" ? content : decoded(content);
  const { users, rows, problems } = roster.parse(text, { platform: platform.roster });
  const people = users.map((user, n) => {
    const { userName, email } = user as { userName?: string; email?: string };
    return { row: rows[n]!, subject: email ?? userName ?? "", user };
  });
  return { name, people, problems };
}

/** What is told of somebody, its error with rows as the file counts them: the package counts those of a call, from 0. */
export function asInFile<Told extends { row: number; error?: ErrorInfo }>(told: Told, rowOf: (n: number) => number): Told {
  if (!told.error) return told;
  const message = told.error.message
    .replace(/^users\[\d+\]\.?/, "")
    // The second is this one, wherever the call began.
    .replace(/^rows (\d+) and (\d+)\b/, (_, first, second) => {
      return `rows ${rowOf(told.row - second + Number(first))} and ${rowOf(told.row)}`;
    });
  return { ...told, error: { ...told.error, message } };
}

/** In another encoding, names would come out wrong, and so would accounts. */
function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const hint = 'save it as "CSV UTF-8" in your spreadsheet';
    throw new Refusal({ code: "config_invalid", message: "roster: the file is not in UTF-8", hint });
  }
}
