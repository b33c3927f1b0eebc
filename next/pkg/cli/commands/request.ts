/** `provisor request`: one request of a platform as curl. Nothing is sent, and no secret is needed. */

import { optionsWithout } from "../config/options.js";
import { choose } from "../config/read.js";
import { addressOf } from "../config/schema.js";
import { curl } from "../curl.js";
import { EXIT, UsageError } from "../failure.js";
import { clientOf, sessionOf } from "../platforms.js";
import type { Common } from "../run/setting.js";
import type { Voice } from "../say/voice.js";

/** Builds, prints, and gives the exit code. */
export function request(name: string | undefined, call: Common & { input?: string }, voice: Voice): number {
  const { name: called, profile } = choose(call);
  const { platform } = profile;
  const { requests } = clientOf(platform, optionsWithout(profile, called));
  const names = Object.keys(requests);
  if (name === undefined) {
    for (const each of names) voice.line({ type: "request", name: each });
    voice.say(names.join("\n"));
    return EXIT.done;
  }
  const build = Object.hasOwn(requests, name) ? requests[name] : undefined;
  if (!build)
    throw new UsageError(`${platform} has no request ${JSON.stringify(name)}`, `there are: ${names.join(", ")}`);
  const built = build(call.input === undefined ? undefined : inputOf(call.input));
  voice.line({ type: "request", name, ...built });
  voice.say(curl(addressOf(profile), sessionOf(platform), built));
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
