/** The platforms by name, and the client of each. */

import { MyWorkpal, Workiva, WorkforceOptimization, WorkSpan, type Client, type Endpoint } from "provisor";
import { UsageError } from "./failure.js";

/** The names, as configurations and rosters say them. */
export const PLATFORMS = ["myworkpal", "workspan", "workiva", "workforce-optimization"] as const;
export type Platform = (typeof PLATFORMS)[number];

export type AnyClient = Client<unknown, unknown, Record<string, Endpoint<unknown, unknown>>>;

const CLIENTS: Record<Platform, new (options: never) => unknown> = {
  myworkpal: MyWorkpal,
  workspan: WorkSpan,
  workiva: Workiva,
  "workforce-optimization": WorkforceOptimization,
};

/** A client; bad options are refused at once, naming the option. */
export function clientOf(platform: Platform, options: object): AnyClient {
  return new CLIENTS[platform](options as never) as AnyClient;
}

/** The header that a session is, which no request shows. */
export const sessionOf = (platform: Platform): string =>
  platform === "workforce-optimization" ? "cookie: hazelcast.sessionId={session}" : "authorization: Bearer {token}";

/** The platform of this name. */
export function platformOf(name: string): Platform {
  const found = PLATFORMS.find((platform) => platform === name.toLowerCase());
  if (!found)
    throw new UsageError(`there is no platform ${JSON.stringify(name)}`, `give one of: ${PLATFORMS.join(", ")}`);
  return found;
}
