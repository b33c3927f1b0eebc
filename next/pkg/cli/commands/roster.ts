/** `provisor roster`: a roster to begin with, and a check of one. */

import { roster } from "provisor";
import { choose, type Choice } from "../config/read.js";
import { EXIT } from "../failure.js";
import { headcount, nobodyOn, readRoster } from "../people/read.js";
import { platformOf } from "../platforms.js";
import type { Voice } from "../say/voice.js";

/** Prints a template. */
export function rosterTemplateOf(name: string, voice: Voice): number {
  voice.say(roster.template({ platform: platformOf(name) }).trimEnd());
  return EXIT.done;
}

/** Shows what is wrong with a roster. */
export async function rosterCheck(file: string, call: Choice, voice: Voice): Promise<number> {
  const isNamed = call.platform !== undefined && call.config === undefined && call.profile === undefined;
  const platform = isNamed ? platformOf(call.platform!) : choose(call).profile.platform;
  const { users, problems, from } = await readRoster(platform, file);
  if (users.length === 0 && problems.length === 0) throw nobodyOn(from);
  const rows = new Set(problems.map(({ row }) => row)).size;
  const exitCode = rows === 0 ? EXIT.done : EXIT.usage;
  const what = rows === 0 ? ", no problem" : `; ${rows === 1 ? "one row has" : `${rows} rows have`} problems`;
  voice.problems(problems);
  voice.say(`${rows === 0 ? "" : "\n"}${from}: ${headcount(users.length)} for ${platform}${what}`);
  const counts = { users: users.length, problems: problems.length };
  voice.line({ type: "summary", command: "roster check", platform, ...counts, exitCode });
  return exitCode;
}
