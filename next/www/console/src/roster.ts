/** A roster as the console holds it: people with their rows, and what is wrong with the other rows. */

import { init, roster } from "provisor";
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

/** In another encoding, names would come out wrong, and so would accounts. */
function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const hint = 'save it as "CSV UTF-8" in your spreadsheet';
    throw new Refusal({ code: "config_invalid", message: "roster: the file is not in UTF-8", hint });
  }
}
