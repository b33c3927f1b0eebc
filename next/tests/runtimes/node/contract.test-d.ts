// Every name of the contract in use. It is compiled, never run; `@ts-expect-error` marks what must not compile.
import {
  Client,
  init,
  isProvisorError,
  MyWorkpal,
  odata,
  ProvisorError,
  roster,
  Scim,
  scim,
  WorkforceOptimization,
  Workiva,
  WorkSpan,
  type Answer,
  type Change,
  type Code,
  type CommonOptions,
  type ErrorInfo,
  type Event,
  type HttpRequest,
  type Journal,
  type Logger,
  type MyWorkpalKey,
  type MyWorkpalOptions,
  type MyWorkpalUser,
  type Outcome,
  type PendingChange,
  type Plan,
  type Rowed,
  type Status,
  type WorkivaOptions,
} from "provisor";
import { fileJournal } from "provisor/node";
import compiled from "provisor/provisor.wasm";
import * as slim from "provisor/slim";

/** Fails to compile unless both are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
const same = <A, B>(yes: Same<A, B>): void => void yes;

// Options.
const credentials = { clientId: "id", clientSecret: "secret" };
const options: MyWorkpalOptions = {
  baseUrl: "https://webapi.myworkpal.co.uk",
  credentials,
  paths: { createUser: "/create", updateEmployee: "/e", updatePersonal: "/p" },
  fetch: async (url: string, requestInit: RequestInit) =>
    new Response(url, { status: requestInit.method === "GET" ? 200 : 201 }),
  timeoutMs: 30_000,
  maxRetries: 4,
  maxWaitMs: 60_000,
  concurrency: 4,
  requestsPerSecond: 10,
  signal: new AbortController().signal,
  logger: console,
  headers: { "x-trace": "1" },
  ifExists: "update",
  allowInsecure: false,
  allowBrowser: false,
  maxResponseBytes: 1 << 20,
  linkHosts: ["api.example.com"],
  onEvent: (event: Event) => void event.platform,
  lock: async (keys: string[]) => () => void keys,
};
const least = new MyWorkpal({ baseUrl: "https://a.co", credentials });
const platform: string = least.platform;
same<CommonOptions["ifExists"], "update" | "leave" | "fail" | undefined>(true);
new MyWorkpal({ baseUrl: "https://a.co", credentials, fetch: globalThis.fetch, logger: {} });

// @ts-expect-error: options are needed
new MyWorkpal();
// @ts-expect-error: credentials are needed
new MyWorkpal({ baseUrl: "https://a.co" });
// @ts-expect-error: both parts of them
new MyWorkpal({ baseUrl: "https://a.co", credentials: { clientId: "id" } });
// @ts-expect-error: a number
new MyWorkpal({ baseUrl: "https://a.co", credentials, timeoutMs: "30s" });
// @ts-expect-error: one of three
new MyWorkpal({ baseUrl: "https://a.co", credentials, ifExists: "overwrite" });
// @ts-expect-error: no such option
new MyWorkpal({ baseUrl: "https://a.co", credentials, timeout: 5 });
// @ts-expect-error: no such path
new MyWorkpal({ baseUrl: "https://a.co", credentials, paths: { createuser: "/" } });
// @ts-expect-error: the base of all clients is not made itself
new Client("myworkpal", options);

// Users.
const john: MyWorkpalUser = { email: "john@doe.com", company: "Company Doe" };
const jane: MyWorkpalUser = {
  email: "jane@doe.com",
  subDomain: "companydoe",
  details: {
    personDetails: { forenames: "Jane" },
    contactNumbers: [{ number: "1" }],
    addressDetails: { country: "GB" },
    employeeDetails: { salary: { amount: 1 } },
    metaDataPersonal: { groups: [] },
    metaDataEmployee: { groups: [] },
  },
};
// @ts-expect-error: a tenant is needed
const nowhere: MyWorkpalUser = { email: "john@doe.com" };
// @ts-expect-error: one tenant
const twice: MyWorkpalUser = { email: "john@doe.com", company: "Company Doe", subDomain: "companydoe" };
// @ts-expect-error: an e-mail is needed
const nobody: MyWorkpalUser = { company: "Company Doe" };
// @ts-expect-error: an array
const numbers: MyWorkpalUser = { ...john, details: { contactNumbers: { home: "1" } } };
// @ts-expect-error: no such section
const section: MyWorkpalUser = { ...john, details: { personalDetails: {} } };

// The verbs.
async function verbs(signal: AbortSignal): Promise<void> {
  const call = { signal, timeoutMs: 5_000, maxRetries: 1, headers: { "x-trace": "1" } };
  const { warnings, platform, scope, expiresAt } = await least.connect(call);
  const words: string[] = [...warnings, platform, scope ?? "", expiresAt?.toFixed() ?? ""];

  const plan: Plan = await least.plan(john);
  await least.plan({ email: "john@doe.com", subDomain: "doe" } satisfies MyWorkpalKey, { remove: true });
  switch (plan.action) {
    case "create":
      // @ts-expect-error: there is no account yet
      void plan.id;
      break;
    case "update":
    case "remove":
      words.push(plan.id);
      break;
    case "none":
      words.push(plan.id ?? "");
      break;
    case "blocked":
      words.push(plan.error.message);
      break;
    default:
      plan satisfies never;
  }
  words.push(plan.platform, plan.subject, plan.fingerprint, ...plan.warnings, ...(plan.omitted ?? []));
  for (const { method, path, purpose } of plan.requests) words.push(method, path, purpose);
  for (const change of plan.changes) words.push(told(change));
  const stored: unknown = JSON.parse(JSON.stringify(plan));
  await least.apply(stored as Plan, { user: john, signal });
  // @ts-expect-error: a plan, not a user
  await least.apply(john);
  // @ts-expect-error: no such option
  await least.connect({ timeout: 5 });

  const outcome: Outcome = await least.provision(jane, call);
  same<Status, "created" | "updated" | "unchanged" | "deprovisioned" | "partial" | "conflict" | "failed" | "unknown">(true);
  switch (outcome.status) {
    case "created":
    case "updated":
    case "deprovisioned":
      words.push(outcome.id, String(outcome.verified && outcome.existedBefore));
      // @ts-expect-error: there is none
      void outcome.error.message;
      break;
    case "unchanged":
      words.push(outcome.id ?? "");
      break;
    case "partial":
      words.push(outcome.id, outcome.error.message);
      for (const { state, ...change } of outcome.pending satisfies PendingChange[]) words.push(state, change.kind);
      break;
    case "conflict":
    case "failed":
    case "unknown":
      // Its status says that there is a reason.
      words.push(outcome.error.code, outcome.id ?? "");
      break;
    default:
      outcome satisfies never;
  }
  for (const { purpose, method, path, status } of outcome.evidence) words.push(purpose, method, path, status.toFixed());
  words.push(...outcome.unverified, ...outcome.warnings, outcome.subject, outcome.requests.toFixed(), String(outcome.resumed));
  // @ts-expect-error: no such status
  if (outcome.status === "done") return;

  await least.deprovision({ email: "john@doe.com", company: "Company Doe" }, call);
  // @ts-expect-error: something that identifies the person is needed
  await least.deprovision({ company: "Company Doe" });
  await least.close();
  await using kept = new MyWorkpal(options);
  await kept.connect();
}
function told(change: Change): string {
  switch (change.kind) {
    case "set":
      return `${change.field} ${String(change.from)} ${String(change.to)} ${change.masked ?? false}`;
    case "add":
    case "remove":
      return `${change.field} ${change.value}`;
    default:
      return change.kind satisfies "create" | "suspend" | "deactivate" | "delete";
  }
}

// Many.
async function many(): Promise<number[]> {
  const rows: number[] = [];
  const own: Journal = { read: () => null, append: async (text: string) => void text };
  async function* lines(): AsyncGenerator<string> {
    yield "";
  }
  const journals: Journal[] = [own, fileJournal("run.journal"), { read: async () => "", append() {}, close() {} }, { read: lines, append() {} }];
  const bulk = {
    concurrency: 8,
    signal: new AbortController().signal,
    stop: new AbortController().signal,
    onProgress: ({ begun, done, counts }: { begun: number; done: number; counts: Record<string, number> }) => void [begun, done, counts],
  };
  for (const journal of journals) {
    for await (const { row } of least.provisionAll([john, jane], { ...bulk, journal, retry: "unknown", settleMs: 1000 })) rows.push(row);
  }
  const plans: Array<Rowed<Plan>> = [];
  for await (const plan of least.planAll(new Set([john]), bulk)) plans.push(plan);
  for await (const { row } of least.applyAll(plans, { users: [john], ...bulk })) rows.push(row);
  least.planAll([john], { remove: true, limit: 5 });
  least.provisionAll([john], { circuitBreaker: { share: 0.2, rows: 50 } });
  least.provisionAll([john], { circuitBreaker: false });
  // @ts-expect-error: no such limit
  least.provisionAll([john], { circuitBreaker: { part: 0.2 } });
  // @ts-expect-error: one of four
  least.provisionAll([john], { retry: "always" });
  // @ts-expect-error: nobody is taken off here
  least.provisionAll([john], { limit: 5 });
  for await (const { row } of least.deprovisionAll([john], { ...bulk, limit: "5%", among: 100 })) rows.push(row);
  // @ts-expect-error: a share has a per cent sign
  least.deprovisionAll([john], { limit: "5" });
  async function* stream(): AsyncGenerator<MyWorkpalUser> {
    yield jane;
  }
  for await (const { row } of least.provisionAll(stream())) rows.push(row);
  // @ts-expect-error: a list
  least.provisionAll(john);
  // @ts-expect-error: a journal reads and appends
  least.provisionAll([john], { journal: { read: () => "" } });
  // @ts-expect-error: a path is not a journal
  least.provisionAll([john], { journal: "run.journal" });
  // @ts-expect-error: a path is a text
  fileJournal(5);
  return rows;
}

// Requests and responses, one pair for every call.
const answers: Answer[] = [
  { status: 200 },
  { status: 200, headers: { a: "b" }, body: "{}" },
  { status: 200, headers: [["a", "b"]], body: new Uint8Array() },
  { status: 200, headers: new Map([["a", "b"]]), body: null },
];
// @ts-expect-error: a number
const worded: Answer = { status: "200" };
const { requests, responses } = least;
same<keyof typeof requests, keyof typeof responses>(true);
const built: HttpRequest[] = [
  requests.listTenants(),
  requests.listTenants({ company: "Company Doe" }),
  requests.listUsers({ subDomain: "doe", emails: ["a@b.co"] }),
  requests.createUser({ email: "a@b.co", subDomain: "doe", details: { personDetails: {} } }),
];
// @ts-expect-error: who is to be found
requests.listUsers({ subDomain: "doe" });
// @ts-expect-error: no such call
requests.dropUsers();
same<HttpRequest["safety"], "safe" | "idempotent" | "unsafe">(true);

// Errors.
function words(caught: unknown): string {
  if (caught instanceof ProvisorError) {
    const { code, platform, step, status, requestId, retryAt, hint, message, cause }: ProvisorError = caught;
    return [code, platform, step, status?.toFixed(), requestId, new Date(retryAt ?? 0), hint, message, cause].join();
  }
  if (!isProvisorError(caught)) return "";
  same<typeof caught, ProvisorError>(true);
  // @ts-expect-error: no such code
  if (caught.code === "timed_out") return "";
  // @ts-expect-error: what happened does not change
  caught.code = "timeout";
  return caught.code;
}
same<
  Code,
  | "config_invalid"
  | "config_missing"
  | "auth_rejected"
  | "forbidden"
  | "not_found"
  | "ambiguous"
  | "conflict"
  | "rate_limited"
  | "server_error"
  | "timeout"
  | "network"
  | "aborted"
  | "bad_response"
  | "stale_plan"
  | "stale_journal"
  | "unsupported"
  | "internal"
>(true);
const info: ErrorInfo = { code: "timeout", message: "no answer", hint: "try again", retryAt: 5 };
const data: ErrorInfo & { name: string } = new ProvisorError(info).toJSON();

// Events and logs.
const listener = (event: Event): string => {
  switch (event.type) {
    case "request":
      return `${event.method} ${event.path} ${event.status} ${event.durationMs} ${event.attempt} ${event.requestId ?? ""} ${event.rows?.length ?? 0}`;
    case "retry":
      return `${event.step} ${event.ms} ${event.reason.code}`;
    case "wait":
      return `${event.reason} ${event.ms}`;
    case "warning":
      return event.message;
    case "outcome":
      return `${event.subject ?? ""} ${event.row ?? ""} ${event.status satisfies Status}`;
    default:
      return event satisfies never;
  }
};
const logger: Logger = {
  debug: (message: string, event: Event) => void [message, event.type],
  warn() {},
};

// Builders and rosters.
const text: string = odata.query(
  {
    filter: odata.eq(odata.tolower(odata.field("Name")), "company doe"),
    orderBy: [["Name", "asc"]],
    top: 1,
    skip: 0,
    inlineCount: true,
  },
  { version: "v3" },
);
// @ts-expect-error: no such dialect
odata.query({}, { version: "v5" });
const read: { users: MyWorkpalUser[]; rows: number[] } = roster.parse("email,company\n", {
  platform: "myworkpal",
  columns: { Mail: "email" },
  extra: "ignore",
});
for (const { row, column, message } of roster.parse("", { platform: "scim" }).problems) void [row.toFixed(), column, message];
// @ts-expect-error: no such platform
roster.parse("", { platform: "myworkpaul" });
const gone: MyWorkpalKey[] = roster.leavers(read.users, [], { platform: "myworkpal" });
// @ts-expect-error: the users of one platform
roster.leavers([{ userName: "jane" }], [], { platform: "workiva" });
const page: string = scim.query({ filter: scim.and(scim.eq("active", true), scim.present("emails")), count: 5 });

// The other platforms.
const others = [
  new WorkSpan({ baseUrl: "https://a.co", credentials, environment: "uat.workspan.com", subscriptionKey: "k", hiddenAttributes: "write" }),
  new WorkforceOptimization({
    baseUrl: "https://a.co",
    credentials: { userId: "a", password: "b" },
    defaults: { displayName: "{firstName}", timeZone: "UTC" },
    paths: { roles: "/roles", views: "/views" },
  }),
  new Scim({ baseUrl: "https://a.co", basic: { userName: "a", password: "b" } }),
  new Scim({ baseUrl: "https://a.co", bearerToken: "t", hiddenAttributes: "leave" }),
];
// @ts-expect-error: one of the two
new Scim({ baseUrl: "https://a.co", bearerToken: "t", basic: { userName: "a", password: "b" } });
// @ts-expect-error: and one there must be
new Scim({ baseUrl: "https://a.co" });
// Workiva: the route says which options there are.
const organization = "3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f";
const byScim = { route: "scim", scim: { baseUrl: "https://a.co", bearerToken: "t", groupNames: { workspaceRole: "{role}" } } } as const;
const routes: WorkivaOptions[] = [
  byScim,
  { route: "scim", scim: { baseUrl: "https://a.co", basic: { userName: "a", password: "b" } } },
  { baseUrl: "https://a.co", credentials, organization },
  { route: "platform", baseUrl: "https://a.co", credentials, organization, apiVersion: "2026-01-01", tokenPath: "/t", scope: "" },
];
// @ts-expect-error: a route is needed
new Workiva({ scim: byScim.scim });
// @ts-expect-error: no such route
new Workiva({ ...byScim, route: "odata" });
// @ts-expect-error: the connection is needed
new Workiva({ route: "scim" });
// @ts-expect-error: its address too
new Workiva({ route: "scim", scim: { bearerToken: "t" } });
// @ts-expect-error: the other route's options
new Workiva({ ...byScim, credentials });
// @ts-expect-error: no such kind of group
new Workiva({ route: "scim", scim: { baseUrl: "https://a.co", bearerToken: "t", groupNames: { role: "{role}" } } });
/** What is the same for all. */
async function connected(client: Client<never, never, object>): Promise<string[]> {
  return (await client.connect()).warnings;
}

// The other entries: the same names, and what is their own.
same<typeof slim.MyWorkpal, typeof MyWorkpal>(true);
same<typeof slim.ProvisorError, typeof ProvisorError>(true);
const started: Promise<void> = slim.init(fetch("/provisor.wasm"));
void slim.init(compiled).then(() => slim.init(new Uint8Array()));
slim.initSync(compiled);
slim.initSync(new ArrayBuffer(8));
// @ts-expect-error a module is needed
void slim.init();
// @ts-expect-error the main entry knows its module
void init(compiled);
same<typeof compiled, WebAssembly.Module>(true);

export { answers, built, connected, data, gone, listener, logger, many, nobody, nowhere, numbers, others, page, platform, routes, section, started, text, twice, verbs, worded, words };
