/** One request of a platform as curl; nothing is sent, and no secret is needed. */

import { choose, readConfig } from "../config/read.js";
import { optionsWithout } from "../config/options.js";
import { curl } from "../curl.js";
import { EXIT, UsageError } from "../failure.js";
import { clientOf } from "../platforms.js";
import type { Voice } from "../say/voice.js";
import type { Common } from "./setting.js";

/** Builds, prints, and gives the exit code. */
export function request(
  name: string | undefined,
  call: Common & { input?: string; list?: boolean },
  voice: Voice,
): number {
  const { name: called, profile } = choose(readConfig(call.config), call);
  const client = clientOf(profile.platform, optionsWithout(profile, called));
  const names = Object.keys(client.requests);
  if (name === undefined || call.list) {
    for (const each of names) voice.line({ type: "request", name: each });
    voice.say(names.join("\n"));
    return EXIT.done;
  }
  const build = Object.hasOwn(client.requests, name) ? client.requests[name] : undefined;
  if (!build)
    throw new UsageError(
      `${profile.platform} has no request ${JSON.stringify(name)}`,
      `there are: ${names.join(", ")}`,
    );
  const built = call.input === undefined ? build() : build(inputOf(call.input));
  voice.line({ type: "request", name, ...built });
  voice.say(curl(built));
  return EXIT.done;
}

function inputOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new UsageError(
      "--input: is not JSON",
      `write it like --input '{"email": "ann@doe.example"}', in single quotes`,
    );
  }
}
