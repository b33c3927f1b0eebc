/** The Worker's variables and secrets, as wrangler.jsonc names them. */

import { Problem } from "./problems.js";

/** All are optional for the types: what is missing is said by name when it is needed. */
export interface Settings {
  AUTH_JWKS_URL?: string;
  AUTH_ISSUER?: string;
  AUTH_AUDIENCE?: string;
  AUTH_SCOPE?: string;
  API_TOKEN?: string;
  ALLOWED_ORIGINS?: string;
  MAX_ROWS?: string;
  MAX_BODY_BYTES?: string;
  /** Those of the platforms: see `platforms.ts`. */
  [name: string]: unknown;
}

/** What Hono hands from one handler to the next. */
export interface AppEnv {
  Bindings: Settings;
  Variables: { caller: string };
}

/** The Worker's own settings are at fault: nothing that the caller can fix. */
export const misconfigured = (message: string, hint: string): Problem =>
  new Problem(500, { code: "config_invalid", message, hint });

/** A text, or nothing when it is not set or empty. */
export function text(settings: Settings, name: string): string | undefined {
  const value = settings[name];
  if (value === undefined || value === "") return undefined;
  if (typeof value !== "string")
    throw misconfigured(`${name}: is not a text`, "set it as a plain variable or a secret");
  return value;
}

/** A whole number from 1, or what is meant when it is not set. */
export function count(settings: Settings, name: string, otherwise: number): number {
  const value = text(settings, name);
  if (value === undefined) return otherwise;
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1)
    throw misconfigured(`${name}: is no whole number from 1`, 'write it like "50"');
  return number;
}

/** An object, also where it was set as JSON in a text; nothing when it is not set. */
export function object(settings: Settings, name: string): Record<string, unknown> | undefined {
  let value = settings[name];
  if (value === undefined || value === "") return undefined;
  if (typeof value === "string") {
    try {
      value = JSON.parse(value);
    } catch {
      throw misconfigured(`${name}: is not JSON`, 'write it like { "baseUrl": "https://…" }');
    }
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw misconfigured(`${name}: is not an object`, 'write it like { "baseUrl": "https://…" }');
  }
  return value as Record<string, unknown>;
}
