/** What every command that talks to a platform needs: settings, secrets, client, brake. */

import { readFileSync } from "node:fs";
import dotenv from "dotenv";
import { choose, readConfig, type Choice } from "../config/read.js";
import { optionsOf } from "../config/options.js";
import { Environment, type Variables } from "../config/secrets.js";
import { UsageError } from "../failure.js";
import { clientOf, type AnyClient, type Platform } from "../platforms.js";
import type { Voice } from "../say/voice.js";
import { Brake } from "./brake.js";

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
  brake: Brake;
  variables: Variables;
}

/** Adds the variables of `--env FILE` that are not set already. */
export function variablesOf(file: string | undefined): Variables {
  if (file === undefined) return process.env;
  try {
    return { ...dotenv.parse(readFileSync(file)), ...process.env };
  } catch (error) {
    throw new UsageError(
      `--env ${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`,
      "give a file of lines NAME=value",
    );
  }
}

/** Opens the client; nothing is sent yet. */
export function open(common: Common, voice: Voice): Setting {
  const { name, profile } = choose(readConfig(common.config), common);
  const variables = variablesOf(common.env);
  const environment = new Environment(variables, name);
  const options = optionsOf(profile, environment);
  environment.check();
  if (common.ifExists !== undefined) options["ifExists"] = common.ifExists;
  const brake = new Brake();
  const client = clientOf(profile.platform, { ...options, fetch: brake.fetch, logger: voice.logger });
  const address = "scim" in profile.options ? profile.options.scim.baseUrl : profile.options.baseUrl;
  return { platform: profile.platform, address, client, brake, variables };
}
