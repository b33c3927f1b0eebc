/** From a profile to a client's options: references to the environment are filled in. */

import type { Profile } from "./schema.js";
import { Environment } from "./secrets.js";

/** The options of the profile's client, less what the command itself adds. */
export function optionsOf(profile: Profile, environment: Environment): Record<string, unknown> {
  const { headers, ...options } = profile.options;
  const filled: Record<string, unknown> = { ...options };
  if (headers) {
    const values = Object.entries(headers).map(([name, value]) => [
      name,
      environment.take(`options.headers.${name}`, value, "HEADER"),
    ]);
    filled["headers"] = Object.fromEntries(values);
  }
  const take = environment.take.bind(environment);
  if (profile.platform === "workforce-optimization") {
    const { userId, password } = profile.credentials ?? {};
    filled["credentials"] = {
      userId: take("credentials.userId", userId, "USER_ID"),
      password: take("credentials.password", password, "PASSWORD"),
    };
    return filled;
  }
  if (profile.platform === "workiva" && profile.options.route === "scim") {
    const { bearerToken, ...scim } = profile.options.scim;
    filled["scim"] = { ...scim, bearerToken: take("options.scim.bearerToken", bearerToken, "BEARER_TOKEN") };
    return filled;
  }
  const { clientId, clientSecret } = profile.credentials ?? {};
  filled["credentials"] = {
    clientId: take("credentials.clientId", clientId, "CLIENT_ID"),
    clientSecret: take("credentials.clientSecret", clientSecret, "CLIENT_SECRET"),
  };
  if (profile.platform === "workspan") {
    const key = take("options.subscriptionKey", profile.options.subscriptionKey, "SUBSCRIPTION_KEY", false);
    if (key === undefined) delete filled["subscriptionKey"];
    else filled["subscriptionKey"] = key;
  }
  return filled;
}

/**
 * The same for building requests that are not sent: what the environment holds is not needed, and the names of its
 * variables stand in its place.
 */
export function optionsWithout(profile: Profile, name: string | undefined): Record<string, unknown> {
  const names = new Proxy({}, { get: (_, variable) => `\${${String(variable)}}` });
  const options = optionsOf(profile, new Environment(names, name));
  if (profile.platform === "workspan" && !profile.options.subscriptionKey) delete options["subscriptionKey"];
  return options;
}
