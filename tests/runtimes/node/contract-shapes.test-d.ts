// Every option, user, plan, step, outcome and error, field by field. It is compiled, never run: a field that goes, comes
// or changes its type does not compile until it is written here as well.
import {
  isProvisorError,
  odata,
  roster,
  scim,
  WorkforceOptimization,
  Workiva,
  WorkSpan,
  type Action,
  type Answer,
  type ApplicationUserSteps,
  type BulkOptions,
  type CallOptions,
  type CircuitBreaker,
  type Client,
  type Code,
  type CommonOptions,
  type Connection,
  type Done,
  type ErrorInfo,
  type Evidence,
  type Failure,
  type HostOptions,
  type HttpRequest,
  type IfExists,
  type Journal,
  type Level,
  type LogEvent,
  type Logger,
  type MyWorkpalDetails,
  type MyWorkpalOptions,
  type MyWorkpalUser,
  type Next,
  type NotDone,
  type Outcome,
  type OutcomeFacts,
  type Place,
  type Plan,
  type Progress,
  type ProvisorError,
  type RemovalOptions,
  type Replayed,
  type RosterProblem,
  type RunOptions,
  type Safety,
  type SessionFacts,
  type Status,
  type WorkforceOptimizationOptions,
  type WorkforceOptimizationUser,
  type WorkivaField,
  type WorkivaOptions,
  type WorkivaPlatformOptions,
  type WorkivaScimOptions,
  type WorkivaUser,
  type WorkSpanOptions,
  type WorkSpanUser,
} from "provisor";
import { type Breakdown } from "provisor/testing";
import { init as initSlim, initSync, type ModuleSource } from "provisor/slim";

/** Fails to compile unless both are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
const same = <A, B>(yes: Same<A, B>): void => void yes;
/** The fields of a type, whatever it was put together from. */
type Fields<T> = { [Name in keyof T]: T[Name] };
/** What is left of a client's options without those of all clients. */
type Own<T> = Fields<Omit<T, keyof CommonOptions | keyof HostOptions>>;

// Options.
interface Pair {
  clientId: string;
  clientSecret: string;
}
same<
  Fields<CommonOptions>,
  {
    timeoutMs?: number;
    maxRetries?: number;
    maxWaitMs?: number;
    concurrency?: number;
    requestsPerSecond?: number;
    headers?: Record<string, string>;
    ifExists?: IfExists;
    allowInsecure?: boolean;
    maxResponseBytes?: number;
  }
>(true);
same<
  Fields<HostOptions>,
  {
    fetch?: (url: string, init: RequestInit) => Promise<Response>;
    logger?: Logger;
    signal?: AbortSignal;
    allowBrowser?: boolean;
  }
>(true);
same<keyof Own<MyWorkpalOptions>, "baseUrl" | "credentials" | "paths">(true);
same<Fields<MyWorkpalOptions["credentials"]>, Fields<Pair>>(true);
same<keyof NonNullable<MyWorkpalOptions["paths"]>, "createUser" | "updateEmployee" | "updatePersonal" | "addresses">(true);
same<keyof Own<WorkSpanOptions>, "baseUrl" | "credentials" | "environment" | "subscriptionKey">(true);
same<Fields<WorkSpanOptions["credentials"]>, Fields<Pair>>(true);
same<keyof Own<WorkforceOptimizationOptions>, "baseUrl" | "credentials" | "referenceUser" | "paths">(true);
same<Fields<WorkforceOptimizationOptions["credentials"]>, { userId: string; password: string }>(true);
same<keyof NonNullable<WorkforceOptimizationOptions["paths"]>, "roles" | "views">(true);
same<
  Own<WorkivaPlatformOptions>,
  {
    route: "platform";
    baseUrl: string;
    credentials: WorkivaPlatformOptions["credentials"];
    organization: string;
    apiVersion?: string;
    tokenPath?: string;
    scope?: string;
    linkHosts?: string[];
  }
>(true);
same<Fields<WorkivaPlatformOptions["credentials"]>, Fields<Pair>>(true);
same<keyof Own<WorkivaScimOptions>, "route" | "scim">(true);
same<keyof WorkivaScimOptions["scim"], "baseUrl" | "bearerToken" | "groupNames">(true);
same<
  keyof NonNullable<WorkivaScimOptions["scim"]["groupNames"]>,
  "organizationRole" | "workspace" | "workspaceRole" | "workspaceGroup"
>(true);
// The route tells the two apart.
export function hostOf(options: WorkivaOptions): string {
  // @ts-expect-error: only one route has it
  void options.organization;
  if (options.route === "platform") return options.organization + options.baseUrl;
  same<typeof options, WorkivaScimOptions>(true);
  // @ts-expect-error: it is the other route's
  void options.credentials;
  return options.scim.baseUrl;
}

// Options of calls.
same<keyof CallOptions, "signal" | "transcript">(true);
same<keyof RunOptions, "transcript">(true);
same<keyof BulkOptions, "signal" | "transcript" | "concurrency" | "onProgress" | "journal" | "circuitBreaker">(true);
same<Exclude<keyof RemovalOptions, keyof BulkOptions>, "maxDeprovision" | "among">(true);
same<Fields<CircuitBreaker>, { share?: number; rows?: number }>(true);
same<Fields<Progress>, { done: number; total: number; outcome: Outcome }>(true);
same<keyof Journal, "read" | "append">(true);

// Users.
same<keyof MyWorkpalUser, "email" | "company" | "subDomain" | "details">(true);
same<
  keyof MyWorkpalDetails,
  "personDetails" | "contactNumbers" | "addressDetails" | "employeeDetails" | "metaDataPersonal" | "metaDataEmployee"
>(true);
same<
  Fields<WorkSpanUser>,
  { email: string; givenName: string; familyName: string; displayName?: string; department?: string; active?: boolean }
>(true);
same<
  Fields<WorkforceOptimizationUser>,
  {
    userName: string;
    firstName: string;
    lastName: string;
    password?: string;
    roles?: string[];
    team?: string;
    scope?: NonNullable<WorkforceOptimizationUser["scope"]>;
    wfmViews?: string[];
  }
>(true);
same<Fields<NonNullable<WorkforceOptimizationUser["scope"]>>, { tenant?: boolean; groups?: string[]; teams?: string[] }>(true);
same<
  Fields<WorkivaUser>,
  {
    email: string;
    userName?: string;
    givenName: string;
    familyName: string;
    displayName?: string;
    organizationRoles?: string[];
    workspaces?: NonNullable<WorkivaUser["workspaces"]>;
    exact?: boolean;
  }
>(true);
same<
  Fields<NonNullable<WorkivaUser["workspaces"]>[number]>,
  { workspace: string; roles?: string[]; groups?: string[] }
>(true);
same<WorkivaField, "givenName" | "familyName" | "displayName" | "username" | "email">(true);

// Each client takes the users of its platform, and no other.
const credentials: Pair = { clientId: "id", clientSecret: "secret" };
const span: Client<WorkSpanUser> = new WorkSpan({
  baseUrl: "https://a.co",
  credentials,
  environment: "uat.workspan.com",
  subscriptionKey: "key",
});
const wfo: Client<WorkforceOptimizationUser> = new WorkforceOptimization({
  baseUrl: "https://a.co",
  credentials: { userId: "u", password: "p" },
  referenceUser: "somebody@a.co",
  paths: { roles: "/roles", views: "/views" },
});
const workiva: Client<WorkivaUser> = new Workiva({
  route: "platform",
  baseUrl: "https://a.co",
  credentials,
  organization: "3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f",
  linkHosts: ["gateway.example.com"],
});
export async function users(): Promise<void> {
  await span.provision({ email: "a@b.co", givenName: "A", familyName: "B", active: true });
  await wfo.provision({ userName: "a@b.co", firstName: "A", lastName: "B", scope: { teams: ["Night"] } });
  await workiva.provision({ email: "a@b.co", givenName: "A", familyName: "B", exact: true });
  // @ts-expect-error: a family name is needed
  await span.provision({ email: "a@b.co", givenName: "A" });
  // @ts-expect-error: another platform's user
  await wfo.provision({ email: "a@b.co", givenName: "A", familyName: "B" });
  // @ts-expect-error: a list of names
  await wfo.provision({ userName: "a@b.co", firstName: "A", lastName: "B", roles: "Agent" });
  // @ts-expect-error: no such field
  await workiva.provision({ email: "a@b.co", givenName: "A", familyName: "B", role: "Editor" });
  // @ts-expect-error: a workspace has a name
  await workiva.provision({ email: "a@b.co", givenName: "A", familyName: "B", workspaces: [{ roles: ["Editor"] }] });
  // @ts-expect-error: the password is needed
  new WorkforceOptimization({ baseUrl: "https://a.co", credentials: { userId: "u" } });
  // @ts-expect-error: no such option
  new WorkSpan({ baseUrl: "https://a.co", credentials, tenant: "a" });
  // @ts-expect-error: the organization is needed
  new Workiva({ route: "platform", baseUrl: "https://a.co", credentials });
}

// Plans and steps.
same<
  Fields<Plan>,
  {
    platform: string;
    subject: string;
    actions: Action[];
    warnings: string[];
    fingerprint: string;
    user: unknown;
    sealed: string[];
    observed: unknown;
  }
>(true);
same<Fields<Action>, { kind: string; summary: string; request?: HttpRequest }>(true);
same<
  Fields<HttpRequest>,
  { method: HttpRequest["method"]; url: string; headers: Record<string, string>; body?: string; secrets: Place[] }
>(true);
same<HttpRequest["method"], "GET" | "POST" | "PUT" | "PATCH" | "DELETE">(true);
same<Fields<Place>, { name: string; in: string; at: number; as: "raw" | "form" | "json" | "jsonValue" }>(true);
same<Next["type"], "send" | "wait" | "done">(true);
type Step<Type> = Fields<Extract<Next, { type: Type }>>;
same<Step<"send">, { type: "send"; id: number; request: HttpRequest; purpose: string; safety: Safety }>(true);
same<Step<"wait">, { type: "wait"; until: number; reason: string }>(true);
same<Step<"done">, { type: "done"; outcome: Outcome }>(true);
same<Failure["kind"], "timeout" | "network" | "aborted">(true);
same<keyof Answer, "status" | "headers" | "body">(true);
export function step(next: Next): number | string {
  // @ts-expect-error: only `done` has one
  void next.outcome;
  switch (next.type) {
    case "send":
      return next.request.url;
    case "wait":
      // @ts-expect-error: there is nothing to answer to
      void next.id;
      return next.until;
    case "done":
      return next.outcome.status;
    default:
      return next satisfies never;
  }
}

// Outcomes.
same<
  Fields<OutcomeFacts>,
  {
    platform: string;
    subject: string;
    id?: string;
    verified: boolean;
    existedBefore: boolean;
    changes: string[];
    warnings: string[];
    requests: number;
    evidence: Evidence[];
    row?: number;
  }
>(true);
same<Fields<Done>, { status: "created" | "updated" | "unchanged"; error?: undefined }>(true);
same<Fields<NotDone>, { status: "conflict" | "failed" | "unknown"; error: ErrorInfo }>(true);
same<Outcome, OutcomeFacts & (Done | NotDone)>(true);
same<Outcome["status"], Status>(true);
same<Fields<Evidence>, { purpose: string; method: string; path: string; status: number }>(true);
same<Fields<Connection>, { platform: string; expiresAt?: number; scope?: string; warnings: string[] }>(true);
same<
  Fields<Replayed>,
  {
    platform: string;
    verb: string;
    requests: HttpRequest[];
    outcomes: Outcome[];
    result?: unknown;
    error?: ErrorInfo;
  }
>(true);
export function ended({ status }: Outcome): "done" | "open" {
  switch (status) {
    case "created":
    case "updated":
    case "unchanged":
      same<typeof status, "created" | "updated" | "unchanged">(true);
      return "done";
    case "conflict":
    case "failed":
    case "unknown":
      return "open";
    default:
      return status satisfies never;
  }
}

// Errors: a code that is forgotten here does not compile, and neither does one that there is not.
same<
  Fields<ErrorInfo>,
  {
    code: Code;
    message: string;
    platform?: string;
    step?: string;
    status?: number;
    requestId?: string;
    retryAt?: number;
    hint?: string;
    cause?: ErrorInfo;
  }
>(true);
same<
  Exclude<keyof ProvisorError, keyof Error>,
  "code" | "platform" | "step" | "status" | "requestId" | "retryAt" | "hint"
>(true);
same<ProvisorError["code"], Code>(true);
export const REMEDY: Record<Code, string> = {
  config_invalid: "mend it",
  config_missing: "set it",
  auth_rejected: "new credentials",
  forbidden: "more rights",
  not_found: "another name",
  ambiguous: "another name",
  conflict: "look by hand",
  rate_limited: "wait",
  server_error: "later",
  timeout: "later",
  network: "later",
  aborted: "again",
  bad_response: "report",
  stale_plan: "plan again",
  stale_journal: "a new journal",
  unsupported: "by hand",
  internal: "report",
};
export function remedy(caught: unknown): string {
  if (!isProvisorError(caught)) throw caught;
  if (caught.code === "rate_limited" || caught.code === "timeout") {
    same<typeof caught.code, "rate_limited" | "timeout">(true);
  }
  return REMEDY[caught.code];
}

// Logs, rosters, sessions.
same<
  Fields<LogEvent>,
  {
    level: Level;
    message: string;
    platform: string;
    purpose?: string;
    method?: string;
    path?: string;
    status?: number;
    attempt?: number;
  }
>(true);
same<keyof Logger, Level>(true);
same<Fields<RosterProblem>, { row: number; column: string; message: string }>(true);
same<keyof roster.Users, "myworkpal" | "workforce-optimization" | "workiva" | "workspan">(true);
export const read: roster.Roster<WorkivaUser> = roster.parse("", { platform: "workiva" });
same<Fields<SessionFacts>, { expiresInMs: number | null; scope: string | null }>(true);
same<keyof ApplicationUserSteps, "steps" | "warnings">(true);

// Builders.
same<odata.Version, "v2" | "v3" | "v4">(true);
const named: odata.Condition = odata.eq(odata.field("Name"), "Doe");
export const filters: string[] = [odata.filter(named, { version: "v4" }), scim.filter(scim.eq("userName", "doe"))];
// @ts-expect-error: a text is no condition
odata.filter("Name eq 'Doe'");
// @ts-expect-error: a condition of the other kind
scim.filter(named);
// @ts-expect-error: a path is needed to take something away
scim.patch([{ op: "remove" }]);
// @ts-expect-error: a user has a name
scim.user({ active: true });

// The other entries.
export const start = (module: ModuleSource): Promise<void> => initSlim(module);
same<ReturnType<typeof initSync>, void>(true);
same<Breakdown, "panic" | "quoting panic" | "trap" | "stack overflow">(true);
