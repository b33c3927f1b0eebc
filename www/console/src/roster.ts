/** A roster as the console holds it: people with their rows, and what is wrong with the other rows. */

import { init, roster, type ErrorInfo, type RosterProblem } from "provisor";
import type { Platform } from "../../shared/platforms.js";

/** A roster that was read. */
export interface Loaded {
  name: string;
  people: Person[];
  problems: RosterProblem[];
}

/** Somebody on it. */
export interface Person {
  /** As a spreadsheet counts. */
  row: number;
  /** E-mail or user name. */
  subject: string;
  user: unknown;
}

/** Something that was given as a roster and cannot be one. */
export class RosterError extends Error {
  readonly info: ErrorInfo;
  constructor(message: string, hint: string) {
    super(message);
    this.info = { code: "config_invalid", message, hint };
  }
}

/** Reads a file or a text. Throws a RosterError or a ProvisorError when it is no roster at all. */
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
    throw new RosterError("roster: the file is not in UTF-8", 'save it as "CSV UTF-8" in your spreadsheet');
  }
}
