// Every name of the contract in use. It is compiled, never run; `@ts-expect-error` marks what must not compile.
import {
  Client,
  init,
  isProvisorError,
  MyWorkpal,
  odata,
  ProvisorError,
  roster,
  Run,
  type Action,
  type Answer,
  type BulkOptions,
  type CallOptions,
  type Code,
  type CommonOptions,
  type Connection,
  type ErrorInfo,
  type Evidence,
  type Failure,
  type HostOptions,
  type HttpRequest,
  type IfExists,
  type Journal,
  type Level,
  type Listing,
  type LogEvent,
  type Logger,
  type MyWorkpalOptions,
  type MyWorkpalTenantKey,
  type MyWorkpalUser,
  type MyWorkpalUserQuery,
  type Next,
  type Outcome,
  type Place,
  type Plan,
  type Progress,
  type RosterProblem,
  type Safety,
  type Status,
  type Wait,
  Workiva,
  type WorkivaGroupNames,
  type WorkivaOptions,
  type WorkivaPlatformOptions,
  type WorkivaScimCreatedUser,
  type WorkivaScimList,
  type WorkivaScimOptions,
  type WorkivaUser,
} from "provisor";
import { fileJournal } from "provisor/node";
import compiled from "provisor/provisor.wasm";
import * as slim from "provisor/slim";
import { breakLater, breakNow } from "provisor/testing";

/** Fails to compile unless both are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
const same = <A, B>(yes: Same<A, B>): void => void yes;

// Options.
const credentials = { clientId: "id", clientSecret: "secret" };
const options: MyWorkpalOptions = {
  baseUrl: "https://webapi.myworkpal.co.uk",
  credentials,
  paths: { createUser: "/create", updateEmployee: "/e", updatePersonal: "/p", addresses: "/a" },
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
};
const common: CommonOptions & HostOptions = options;
const least = new MyWorkpal({ baseUrl: "https://a.co", credentials });
const pal: Client<MyWorkpalUser> = least;
same<IfExists, "update" | "leave" | "fail">(true);
const platform: string = pal.platform;
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
  const call: CallOptions = { signal };
  const connection: Connection = await least.connect(call);
  same<Connection["expiresAt"], number | undefined>(true);
  const warnings: string[] = [...connection.warnings, connection.platform, connection.scope ?? ""];

  const plan: Plan = await least.plan(john);
  for (const action of plan.actions satisfies Action[]) {
    const { kind, summary, request }: Action = action;
    warnings.push(kind, summary, request?.url ?? "");
  }
  warnings.push(plan.platform, plan.subject, plan.fingerprint, ...plan.warnings, ...plan.sealed);
  const stored: unknown = JSON.parse(JSON.stringify(plan));
  await least.apply(stored as Plan, { user: john, signal });
  // @ts-expect-error: a plan, not a user
  await least.apply(john);
  // @ts-expect-error: no such option
  await least.connect({ timeoutMs: 5 });

  const outcome: Outcome = await least.provision(jane, call);
  same<Status, "created" | "updated" | "unchanged" | "conflict" | "failed" | "unknown">(true);
  same<Outcome["status"], Status>(true);
  switch (outcome.status) {
    case "created":
    case "updated":
    case "unchanged":
      warnings.push(outcome.id ?? "", String(outcome.verified && outcome.existedBefore));
      break;
    case "conflict":
    case "failed":
    case "unknown":
      // Its status says that there is a reason.
      warnings.push(outcome.error.message, outcome.error.cause?.message ?? "");
      break;
    default:
      outcome satisfies never;
  }
  const evidence: Evidence[] = outcome.evidence;
  for (const { purpose, method, path, status } of evidence) warnings.push(purpose, method, path, status.toFixed());
  const requests: number = outcome.requests + (outcome.row ?? 0);
  warnings.push(...outcome.changes, ...outcome.warnings, outcome.subject, outcome.platform, String(requests));
  // @ts-expect-error: no such status
  if (outcome.status === "done") return;

  const gone: Outcome = await least.deprovision(john, call);
  await least.close();
  await using kept = new MyWorkpal(options);
  await kept.connect();
  void [gone, warnings];
}

// Many.
async function many(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const own: Journal = { read: () => null, append: async (text: string) => void text };
  const journals: Journal[] = [own, fileJournal("run.journal"), { read: async () => "", append() {} }];
  const bulk: BulkOptions = {
    concurrency: 8,
    signal: new AbortController().signal,
    onProgress: ({ done, total, outcome }: Progress) => void [done.toFixed(), total.toFixed(), outcome.subject],
  };
  for (const journal of journals) {
    for await (const outcome of least.provisionAll([john, jane], { ...bulk, journal })) outcomes.push(outcome);
  }
  for await (const outcome of least.provisionAll(new Set([john]))) outcomes.push(outcome);
  least.provisionAll([john], { circuitBreaker: { share: 0.2, rows: 50 } });
  least.provisionAll([john], { circuitBreaker: false });
  // @ts-expect-error: no such limit
  least.provisionAll([john], { circuitBreaker: { part: 0.2 } });
  // @ts-expect-error: nobody is taken off here
  least.provisionAll([john], { maxDeprovision: 5 });
  for await (const outcome of least.deprovisionAll([john], { ...bulk, maxDeprovision: "5%", among: 100 })) outcomes.push(outcome);
  // @ts-expect-error: a share has a per cent sign
  least.deprovisionAll([john], { maxDeprovision: "5" });
  async function* stream(): AsyncGenerator<MyWorkpalUser> {
    yield jane;
  }
  for await (const outcome of least.provisionAll(stream())) outcomes.push(outcome);
  // @ts-expect-error: a list
  least.provisionAll(john);
  // @ts-expect-error: a journal reads and appends
  least.provisionAll([john], { journal: { read: () => "" } });
  // @ts-expect-error: a path is not a journal
  least.provisionAll([john], { journal: "run.journal" });
  // @ts-expect-error: a path is a text
  fileJournal(5);
  return outcomes;
}

// A host of one's own.
async function ownHost(): Promise<Outcome> {
  await init();
  let run: Run = least.start(john);
  for (;;) {
    const next: Next = run.next(Date.now());
    // @ts-expect-error: only `send` has one
    void next.request;
    if (next.type === "send") {
      const request: HttpRequest = least.fill(next.request);
      const place: Place | undefined = next.request.secrets[0];
      same<Safety, "safe" | "idempotent" | "unsafe">(true);
      if ((next.safety satisfies Safety) === "unsafe") localStorage.setItem("run", run.save());
      const { method, url, headers, body } = request;
      const failed: Failure = { kind: "timeout", message: `${next.purpose}: ${place?.name}` };
      try {
        const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
        run.respond(next.id, { status: answer.status, headers: answer.headers, body: await answer.arrayBuffer() });
      } catch {
        run.fail(next.id, failed);
      }
    } else if (next.type === "wait") {
      const wait: Wait = next;
      await new Promise((done) => setTimeout(done, wait.until - Date.now(), wait.reason));
      run = least.restore(run.save(), { user: john });
    } else {
      next.type satisfies "done";
      return next.outcome;
    }
  }
}
const answers: Answer[] = [
  { status: 200 },
  { status: 200, headers: { a: "b" }, body: "{}" },
  { status: 200, headers: [["a", "b"]], body: new Uint8Array() },
  { status: 200, headers: new Map([["a", "b"]]), body: null },
];
// @ts-expect-error: no such failure
const tired: Failure = { kind: "tired" };
// @ts-expect-error: a number
const worded: Answer = { status: "200" };
// @ts-expect-error: a run is started or restored, not made
new Run();

// Requests and responses, one pair for every call.
const key = { systemId: 1, subDomain: "companydoe" };
const tenant: MyWorkpalTenantKey[] = [{ company: "Company Doe" }, { subDomain: "companydoe" }];
const query: MyWorkpalUserQuery[] = [
  { subDomain: "doe", email: "a@b.co" },
  { subDomain: "doe", emails: ["a@b.co"] },
];
const { requests, responses } = least;
same<keyof typeof requests, keyof typeof responses>(true);
const built: HttpRequest[] = [
  requests.token(),
  requests.tenantList(),
  ...tenant.map((one) => requests.tenantList(one)),
  ...query.map((one) => requests.userList(one)),
  requests.createUser({ email: "a@b.co", subDomain: "doe", details: { personDetails: {} } }),
  requests.employeeRecord({ systemId: 1 }),
  requests.updateEmployee({ ...key, record: {} }),
  requests.personalRecord(key),
  requests.updatePersonal({ ...key, record: {} }),
  requests.addresses(key),
  requests.metadataValues({ tenantId: 1, systemId: 1 }),
];
// @ts-expect-error: one or many
requests.userList({ subDomain: "doe" });
// @ts-expect-error: a record is needed
requests.updatePersonal(key);
// @ts-expect-error: an id is a number
requests.employeeRecord({ systemId: "1" });
const answer: Answer = { status: 200, body: "[]" };
const users: Listing<{ id?: number; emailAddress?: string; isAccountClosed?: boolean }> = responses.userList(answer);
const tenants: Array<{ id: number; name: string; subDomainName: string }> = responses.tenantList(answer).results;
const created: number = responses.createUser(answer).userAccountId;
const token: { expiresInMs: number | null; scope: string | null } = responses.token(answer);
const record: Record<string, unknown> = responses.employeeRecord(answer);
const records: Array<Record<string, unknown>> = responses.addresses(answer);
responses.updateEmployee(answer) satisfies void;
// @ts-expect-error: a secret is not read out
responses.token(answer).accessToken;

// Errors.
function told(caught: unknown): string {
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
const info: ErrorInfo = { code: "timeout", message: "no answer", cause: { code: "network", message: "no cable" } };

// Logs.
same<Level, "debug" | "info" | "warn">(true);
const logger: Logger = {
  debug: (message: string, event: LogEvent) => void [message, event.level, event.path, event.attempt, event.purpose],
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
const read: { users: MyWorkpalUser[]; rows: number[]; problems: RosterProblem[] } = roster.parse("email,company\n", {
  platform: "myworkpal",
});
for (const { row, column, message } of read.problems) void [row.toFixed(), column, message];
// @ts-expect-error: no such platform
roster.parse("", { platform: "myworkpaul" });
const gone: MyWorkpalUser[] = roster.leavers(read.users, [], { platform: "myworkpal" });
// @ts-expect-error: the users of one platform
roster.leavers(read.users, [], { platform: "workiva" });

// Workiva: the route says which options there are.
const scimOptions: WorkivaScimOptions = {
  route: "scim",
  scim: { baseUrl: "https://a.co", bearerToken: "t", groupNames: { workspaceRole: "{workspace}: {role}" } },
  timeoutMs: 40_000,
};
const platformOptions: WorkivaPlatformOptions = {
  route: "platform",
  baseUrl: "https://a.co",
  credentials,
  organization: "3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f",
};
const routes: WorkivaOptions[] = [scimOptions, platformOptions];
const byScim: Client<WorkivaUser> = new Workiva(scimOptions);
const groupNames: WorkivaGroupNames = { organizationRole: "{role}", workspace: "w", workspaceGroup: "g" };
// @ts-expect-error: a route is needed
new Workiva({ scim: scimOptions.scim });
// @ts-expect-error: no such route
new Workiva({ ...scimOptions, route: "odata" });
// @ts-expect-error: the connection is needed
new Workiva({ route: "scim" });
// @ts-expect-error: its address too
new Workiva({ route: "scim", scim: { bearerToken: "t" } });
// @ts-expect-error: the other route's options
new Workiva({ ...scimOptions, credentials });
// @ts-expect-error: no such kind of group
new Workiva({ route: "scim", scim: { baseUrl: "https://a.co", bearerToken: "t", groupNames: { role: "{role}" } } });
function scimCalls(workiva: Workiva, user: WorkivaUser, answer: Answer): [WorkivaScimList, WorkivaScimCreatedUser] {
  const { requests, responses } = workiva;
  const sent: HttpRequest[] = [
    requests.scimUserList(),
    requests.scimUserList({ userNames: ["jane"], startIndex: 1, count: 2 }),
    requests.scimUserList({ emails: ["jane@doe.com"] }),
    requests.scimUser({ id: "1" }),
    requests.scimCreateUser(user),
    requests.scimUpdateUser({ id: "1", user, fields: ["givenName"] }),
    requests.scimUpdateUser({ id: "1", active: false }),
    requests.scimGroupList({ displayName: "workspace:A" }),
    requests.scimGroup({ id: "1" }),
    requests.scimModifyMembers({ group: "1", add: ["2"] }),
  ];
  // @ts-expect-error: one of the two
  requests.scimUserList({ userNames: ["jane"], emails: ["jane@doe.com"] });
  // @ts-expect-error: something to change
  requests.scimUpdateUser({ id: "1" });
  // @ts-expect-error: people come or go
  requests.scimModifyMembers({ group: "1", add: ["2"], remove: ["3"] });
  const displayName = responses.scimGroup(answer)["displayName"];
  void [sent, displayName, responses.scimUser(answer), responses.scimGroupList(answer).resources];
  responses.scimUpdateUser(answer);
  responses.scimModifyMembers(answer);
  return [responses.scimUserList(answer), responses.scimCreateUser(answer)];
}

export {
  answers,
  built,
  byScim,
  common,
  created,
  gone,
  groupNames,
  info,
  logger,
  many,
  nobody,
  nowhere,
  numbers,
  ownHost,
  platform,
  record,
  records,
  routes,
  scimCalls,
  section,
  tenants,
  text,
  tired,
  token,
  told,
  twice,
  users,
  verbs,
  worded,
};

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
breakNow("stack overflow");
const broken: Promise<void> = breakLater();
// @ts-expect-error there is no such way to break
breakNow("gently");
void [started, broken];
