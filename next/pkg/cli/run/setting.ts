/** What every command that talks to a platform needs: settings, secrets, a client. */

import { readFileSync } from "node:fs";
import dotenv from "dotenv";
import { optionsOf } from "../config/options.js";
import { choose, type Choice } from "../config/read.js";
import { addressOf } from "../config/schema.js";
import { Environment, type Variables } from "../config/secrets.js";
import { UsageError } from "../failure.js";
import { clientOf, type AnyClient, type Platform } from "../platforms.js";
import type { Voice } from "../say/voice.js";

/** The options of all such commands. */
export interface Common extends Choice {
  env?: string;
  json?: boolean;
  verbose?: boolean;
  ifExists?: string;
}

export interface Setting {
  platform: Platform;
  /** Where the platform is, for questions. */
  address: string;
  client: AnyClient;
  variables: Variables;
  /** How many requests have left. */
  sent(): number;
}

/** Adds the variables of `--env FILE` that are not set already. */
export function variablesOf(file: string | undefined): Variables {
  if (file === undefined) return process.env;
  try {
    return { ...dotenv.parse(readFileSync(file)), ...process.env };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`--env ${file}: cannot be read (${code})`, "give a file of lines NAME=value");
  }
}

/** Opens the client; nothing is sent yet. */
export function open(common: Common, voice: Voice): Setting {
  const { name, profile } = choose(common);
  const variables = variablesOf(common.env);
  const environment = new Environment(variables, name);
  const options = optionsOf(profile, environment);
  environment.check();
  if (common.ifExists !== undefined) options["ifExists"] = common.ifExists;
  let sent = 0;
  const counting = (url: string, init: RequestInit): Promise<Response> => {
    sent += 1;
    return fetch(url, init);
  };
  const client = clientOf(profile.platform, { ...options, fetch: counting, logger: voice.logger });
  return { platform: profile.platform, address: addressOf(profile), client, variables, sent: () => sent };
}
