/** `provisor roster`: a roster to begin with, and a check of one. */

import { choose, readConfig, type Choice } from "../config/read.js";
import { EXIT, UsageError } from "../failure.js";
import { readRoster } from "../people/read.js";
import { rosterTemplate } from "../people/templates.js";
import { platformOf } from "../platforms.js";
import type { Voice } from "../say/voice.js";

/** Prints a template. */
export function rosterTemplateOf(name: string, voice: Voice): number {
  voice.say(rosterTemplate(platformOf(name)).trimEnd());
  return EXIT.done;
}

/** Shows what is wrong with a roster. */
export async function rosterCheck(file: string, call: Choice, voice: Voice): Promise<number> {
  const isNamed = call.platform !== undefined && call.config === undefined && call.profile === undefined;
  const platform = isNamed ? platformOf(call.platform!) : choose(readConfig(call.config), call).profile.platform;
  const { users, problems, from } = await readRoster(platform, file);
  voice.problems(problems);
  const rows = new Set(problems.map(({ row }) => row)).size;
  const code = problems.length === 0 ? EXIT.done : EXIT.usage;
  const people = users.length === 1 ? "one person" : `${users.length} people`;
  voice.say(
    problems.length === 0
      ? `${from}: ${people} for ${platform}, no problem`
      : `\n${from}: ${people} for ${platform}; ${rows === 1 ? "one row has" : `${rows} rows have`} problems`,
  );
  voice.line({
    type: "summary",
    command: "roster check",
    platform,
    users: users.length,
    problems: problems.length,
    exitCode: code,
  });
  if (users.length === 0 && problems.length === 0)
    throw new UsageError(`${from}: there is nobody on it`, "add a row below the heading");
  return code;
}
