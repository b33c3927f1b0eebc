/** The platform as a stand-in inside this page: nothing leaves it. Loaded only when it is chosen. */

import { signal } from "@preact/signals";
import { MyWorkpal, Workiva, WorkSpan } from "provisor";
import type { PlatformId } from "../../../shared/platforms.js";
import { applyEach, planEach, provisionEach, type AnyClient } from "../../../shared/people.js";
import type { Backend, LogLine } from "./backend.js";
import { createSandbox, SCIM_BASE, type Sandbox } from "./stand-ins.js";

/** Nobody is asked here; the sandbox answers in its place. */
const BASE = "https://sandbox.invalid";

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const CLIENTS: Partial<Record<PlatformId, (sandbox: Sandbox, host: { fetch: Fetch; allowBrowser: true }) => unknown>> = {
  myworkpal: ({ myworkpal: { clients, settings } }, host) =>
    new MyWorkpal({
      ...host,
      baseUrl: BASE,
      credentials: pair(clients[0]),
      // The platform's own path is not public; this is the sandbox's.
      paths: { createUser: settings.createUserPath },
    }),
  workspan: ({ workspan: { clients } }, host) =>
    new WorkSpan({ ...host, baseUrl: BASE, credentials: pair(clients[0]) }),
  workiva: ({ workiva: { clients, settings } }, host) =>
    new Workiva({
      ...host,
      route: "platform",
      baseUrl: BASE,
      credentials: pair(clients[0]),
      organization: settings.organization,
    }),
  "workiva-scim": ({ workiva: { settings } }, host) =>
    new Workiva({ ...host, route: "scim", scim: { baseUrl: BASE + SCIM_BASE, bearerToken: settings.scimToken } }),
};

const pair = ({ clientId, clientSecret }: { clientId: string; clientSecret: string }) => ({ clientId, clientSecret });

/** The sandboxes of this page; a platform keeps its people until the page is left. */
const sandboxes = new Map<string, Sandbox>();

/** The backend of a platform in the page. */
export function sandboxBackend(id: PlatformId): Backend {
  const create = CLIENTS[id];
  if (!create) throw new TypeError(`${id} does not run in a page`);
  const platform = id === "workiva-scim" ? "workiva" : id;
  const sandbox = sandboxes.get(platform) ?? createSandbox({ platforms: [platform] });
  sandboxes.set(platform, sandbox);

  const log = signal<readonly LogLine[]>([]);
  const from = sandbox.log.length;
  const note = (): void => {
    log.value = sandbox.log.slice(from).map(({ method, target, status }) => {
      return { method, path: target.split("?")[0]!, status };
    });
  };
  const answer: Fetch = async (url, init) => {
    // A platform takes its time, too; and the page must be able to show what is done, and to take clicks.
    await new Promise((next) => setTimeout(next));
    return sandbox.fetch(url, init).finally(note);
  };
  const client = create(sandbox, { fetch: answer, allowBrowser: true }) as AnyClient;
  return {
    log,
    connect: (signal) => client.connect({ signal }),
    plan: (users, ending) => planEach(client, users, ending),
    apply: (approved, ending) => applyEach(client, approved, ending),
    provision: (users, ending) => provisionEach(client, users, ending),
    close: () => client.close(),
  };
}
