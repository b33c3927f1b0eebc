/** `provisor config`: a configuration to begin with, and a check of one. */

import { optionsOf, optionsWithout } from "../config/options.js";
import { readConfig } from "../config/read.js";
import { Environment } from "../config/secrets.js";
import { configTemplate } from "../config/templates.js";
import { EXIT, UsageError } from "../failure.js";
import { clientOf, platformOf } from "../platforms.js";
import { variablesOf } from "../run/setting.js";
import type { Voice } from "../say/voice.js";

/** Prints a template. */
export function configTemplateOf(name: string, route: string | undefined, voice: Voice): number {
  const platform = platformOf(name);
  if (route !== undefined && platform !== "workiva")
    throw new UsageError("--route: only workiva has one", "leave it out");
  voice.say(configTemplate(platform, route).trimEnd());
  return EXIT.done;
}

/** Checks every profile of a file. */
export function configCheck(file: string | undefined, call: { env?: string }, voice: Voice): number {
  const config = readConfig(file);
  const variables = variablesOf(call.env);
  let missing = 0;
  for (const [name, profile] of config.profiles) {
    const environment = new Environment(variables, name);
    const options = optionsOf(profile, environment);
    const { wanted } = environment;
    const lacks = wanted.filter(({ required, found }) => required && !found).length;
    // With all values set the package checks them too: addresses, ids, ranges.
    clientOf(profile.platform, lacks === 0 ? options : optionsWithout(profile, name));
    missing += lacks;
    voice.say(`${config.file}${name === undefined ? "" : ` ${name}`}: ${profile.platform}, well-formed`);
    for (const { setting, variable, found, required } of wanted) {
      voice.say(`  ${variable.padEnd(28)} ${found ? "set" : required ? "NOT SET" : "not set (optional)"}   ${setting}`);
    }
    const { platform } = profile;
    voice.line({ type: "config", file: config.file, ...(name && { profile: name }), platform, variables: wanted });
  }
  if (missing > 0)
    throw new UsageError(
      `${missing === 1 ? "an environment variable is" : `${missing} environment variables are`} not set`,
      "set them before the call, or pass --env FILE",
    );
  return EXIT.done;
}
