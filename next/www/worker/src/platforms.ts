/** The platforms' clients, opened with the Worker's credentials. Nothing here leaves the Worker but requests to them. */

import { MyWorkpal, Workiva, WorkforceOptimization, WorkSpan, type Event } from "provisor";
import type { AnyClient } from "../../shared/people.js";
import { PLATFORMS, type PlatformId } from "../../shared/platforms.js";
import { Problem } from "./problems.js";
import { misconfigured, object, text, type Settings } from "./settings.js";

type Options = Record<string, unknown>;

interface Access {
  /** The variable with the options that are no secrets. */
  options: string;
  /** Its secrets; all are needed. */
  secrets: readonly string[];
  open(options: Options, secrets: readonly string[], settings: Settings): unknown;
}

// The options are checked by the clients, which name what does not fit.
const ACCESS: Record<PlatformId, Access> = {
  myworkpal: {
    options: "MYWORKPAL",
    secrets: ["MYWORKPAL_CLIENT_ID", "MYWORKPAL_CLIENT_SECRET"],
    open: (options, [clientId, clientSecret]) =>
      new MyWorkpal({ ...options, credentials: { clientId, clientSecret } } as never),
  },
  workspan: {
    options: "WORKSPAN",
    secrets: ["WORKSPAN_CLIENT_ID", "WORKSPAN_CLIENT_SECRET"],
    open: (options, [clientId, clientSecret], settings) => {
      const subscriptionKey = text(settings, "WORKSPAN_SUBSCRIPTION_KEY");
      const key = subscriptionKey === undefined ? {} : { subscriptionKey };
      return new WorkSpan({ ...options, ...key, credentials: { clientId, clientSecret } } as never);
    },
  },
  workiva: {
    options: "WORKIVA",
    secrets: ["WORKIVA_CLIENT_ID", "WORKIVA_CLIENT_SECRET"],
    open: (options, [clientId, clientSecret]) =>
      new Workiva({ ...options, route: "platform", credentials: { clientId, clientSecret } } as never),
  },
  "workiva-scim": {
    options: "WORKIVA_SCIM",
    secrets: ["WORKIVA_SCIM_TOKEN"],
    open: ({ baseUrl, groupNames, ...options }, [bearerToken]) =>
      new Workiva({
        ...options,
        route: "scim",
        scim: { baseUrl, bearerToken, ...(groupNames !== undefined && { groupNames }) },
      } as never),
  },
  "workforce-optimization": {
    options: "WORKFORCE_OPTIMIZATION",
    secrets: ["WORKFORCE_OPTIMIZATION_USER_ID", "WORKFORCE_OPTIMIZATION_PASSWORD"],
    open: (options, [userId, password]) =>
      new WorkforceOptimization({ ...options, credentials: { userId, password } } as never),
  },
};

/** The names of what is not set. */
function missing(settings: Settings, { options, secrets }: Access): string[] {
  const lacking = secrets.filter((name) => text(settings, name) === undefined);
  return object(settings, options) === undefined ? [options, ...lacking] : lacking;
}

/** All that there are, and whether they can be used here. */
export const offered = (settings: Settings) =>
  PLATFORMS.map((platform) => ({ ...platform, isReady: missing(settings, ACCESS[platform.id]).length === 0 }));

/** A client for one call: Workers let no connection of one call be used by another. */
export function open(settings: Settings, name: string): AnyClient {
  const access = Object.hasOwn(ACCESS, name) ? ACCESS[name as PlatformId] : undefined;
  if (!access) {
    throw new Problem(404, {
      code: "not_found",
      message: `there is no platform "${name}"`,
      hint: `use one of ${Object.keys(ACCESS).join(", ")}`,
    });
  }
  const lacking = missing(settings, access);
  if (lacking.length > access.secrets.length) {
    const hint = `set ${lacking.join(", ")}`;
    throw new Problem(404, { code: "config_missing", message: `${name} is not set up on this Worker`, hint });
  }
  if (lacking.length > 0) throw misconfigured(`${lacking.join(", ")}: not set`, "set it; credentials as secrets");
  const options = object(settings, access.options)!;
  if ("credentials" in options || "bearerToken" in options) {
    throw misconfigured(`${access.options}: holds credentials`, `set them as the secrets ${access.secrets.join(", ")}`);
  }
  const secrets = access.secrets.map((secret) => text(settings, secret)!);
  return access.open({ ...options, onEvent }, secrets, settings) as AnyClient;
}

/** Requests that the platform failed, for the log. No event holds a secret, a query or a body; the person is left out here. */
function onEvent(event: Event): void {
  if (event.type !== "request" || (event.status > 0 && event.status < 500 && event.status !== 429)) return;
  const { platform, step, attempt, status, durationMs, requestId } = event;
  console.warn(JSON.stringify({ event: "platform", platform, step, attempt, status, durationMs, requestId }));
}
