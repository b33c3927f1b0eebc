/** Secrets: refused where they stand in a file, and taken from the environment. */

import { UsageError } from "../failure.js";

/** Keys under which only a reference to an environment variable may stand. */
const SECRET_KEY = /(secret|password|passwd|token|subscription-?_?key|api-?_?key|authorization|cookie)$/i;

/** Refuses a configuration that holds a secret. The value is not shown. */
export function refuseSecrets(value: unknown, path: string[] = []): void {
  if (Array.isArray(value)) return value.forEach((item, n) => refuseSecrets(item, [...path, String(n)]));
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const place = [...path, key];
    if (SECRET_KEY.test(key) && typeof inner !== "object") {
      throw new UsageError(
        `${place.join(".")}: a secret must not stand in the file`,
        `put it into an environment variable and write { "env": "${nameFor(key)}" } here; and if this file was shared, change the secret`,
      );
    }
    refuseSecrets(inner, place);
  }
}

function nameFor(key: string): string {
  return `PROVISOR_${key
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toUpperCase()}`;
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

  /** A setting's value: as written, or from the variable it names, or from the default one. */
  take(
    setting: string,
    given: string | { env: string } | undefined,
    name: string,
    required = true,
  ): string | undefined {
    if (typeof given === "string") return given;
    const variable = given?.env ?? this.#prefix + name;
    const value = this.#variables[variable];
    const found = value !== undefined && value !== "";
    this.wanted.push({ setting, variable, found, required: required || given !== undefined });
    return found ? value : undefined;
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
