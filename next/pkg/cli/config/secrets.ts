/** Secrets: refused where they stand in a file, and taken from the environment. */

import { UsageError } from "../failure.js";

/** Keys under which only a reference to an environment variable may stand. */
const SECRET_KEY = /(secret|password|passwd|token|subscription-?_?key|api-?_?key|authorization|cookie)$/i;

/** Refuses a configuration that holds a secret. The value is not shown. */
export function refuseSecrets(file: string, value: unknown, path = ""): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (SECRET_KEY.test(key) && typeof inner !== "object") {
      const words = key.replace(/([a-z])([A-Z])/g, "$1_$2").replace(/[^A-Za-z0-9]+/g, "_");
      throw new UsageError(
        `${file}: ${path}${key}: a secret must not stand in the file`,
        `put it into an environment variable and write { "env": "PROVISOR_${words.toUpperCase()}" } here; and if this file was shared, change the secret`,
      );
    }
    refuseSecrets(file, inner, `${path}${key}.`);
  }
}

/** The environment's variables, and those of `--env FILE`. */
export type Variables = Record<string, string | undefined>;

/** One value that was looked for in the environment. */
export interface Wanted {
  /** The setting, such as `credentials.clientSecret`. */
  setting: string;
  /** The variable. */
  variable: string;
  found: boolean;
  required: boolean;
}

/** The environment, and what has been asked of it. */
export class Environment {
  readonly wanted: Wanted[] = [];
  readonly #variables: Variables;
  readonly #prefix: string;

  /** `profile` keeps the defaults of several profiles apart: `PROVISOR_LIVE_CLIENT_SECRET`. */
  constructor(variables: Variables, profile: string | undefined) {
    this.#variables = variables;
    this.#prefix = profile === undefined ? "PROVISOR_" : `PROVISOR_${profile.replace(/-/g, "_").toUpperCase()}_`;
  }

  /** The value of the variable that a setting names. */
  take(setting: string, variable: string, required = true): string | undefined {
    const value = this.#variables[variable];
    const found = value !== undefined && value !== "";
    this.wanted.push({ setting, variable, found, required });
    return found ? value : undefined;
  }

  /** The value of the variable that stands for a setting of which nothing is said. */
  default(setting: string, name: string, required = true): string | undefined {
    return this.take(setting, this.#prefix + name, required);
  }

  /** Refuses to go on without a required value. */
  check(): void {
    const missing = this.wanted.filter(({ found, required }) => required && !found);
    const [first] = missing;
    if (!first) return;
    const list = missing.map(({ setting, variable }) => `${variable} (${setting})`).join(", ");
    throw new UsageError(
      `not set in the environment: ${list}`,
      `set it before the call (export ${first.variable}=…, in PowerShell $env:${first.variable} = "…"), or pass --env FILE`,
    );
  }
}
