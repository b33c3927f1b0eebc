/** From a profile to a client's options: references to the environment are filled in. */

import type { Profile } from "./schema.js";
import { Environment } from "./secrets.js";

/** The client options of a profile, with the values that the environment has. */
export function optionsOf(profile: Profile, environment: Environment): Record<string, unknown> {
  const fill = (value: unknown, place: string): unknown => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    // A header may be called `env`.
    if ("env" in value && place !== "options.headers") return environment.take(place, String(value.env));
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fill(inner, `${place}.${name}`)]));
  };
  const filled = fill(profile.options, "options") as Record<string, unknown>;
  const given = (fill(profile.credentials ?? {}, "credentials") ?? {}) as Record<string, unknown>;
  const { platform } = profile;
  if (platform === "workiva" && profile.options.route === "scim") {
    const scim = filled["scim"] as Record<string, unknown>;
    if (!("basic" in scim) && !("bearerToken" in scim))
      scim["bearerToken"] = environment.default("options.scim.bearerToken", "BEARER_TOKEN");
    return filled;
  }
  const names: Record<string, string> =
    platform === "workforce-optimization"
      ? { userId: "USER_ID", password: "PASSWORD" }
      : { clientId: "CLIENT_ID", clientSecret: "CLIENT_SECRET" };
  for (const [name, variable] of Object.entries(names)) {
    if (!(name in given)) given[name] = environment.default(`credentials.${name}`, variable);
  }
  if (platform === "workspan" && !("subscriptionKey" in filled)) {
    const key = environment.default("options.subscriptionKey", "SUBSCRIPTION_KEY", false);
    if (key !== undefined) filled["subscriptionKey"] = key;
  }
  return { ...filled, credentials: given };
}

/**
 * The same for building requests that are not sent: what the environment holds is not needed, and the names of its
 * variables stand in its place.
 */
export function optionsWithout(profile: Profile, name: string | undefined): Record<string, unknown> {
  const names = new Proxy({}, { get: (_, variable) => `\${${String(variable)}}` });
  return optionsOf(profile, new Environment(names, name));
}
