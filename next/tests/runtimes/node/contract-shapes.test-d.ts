// What every option, user, plan, outcome and error is made of. It is compiled, never run: a field that goes or comes does not
// compile until it is written here as well.
import type * as provisor from "provisor";

/** Fails to compile unless both are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
const same = <A, B>(yes: Same<A, B>): void => void yes;
/** The names that a type, or any part of a union, has. */
type Names<T> = T extends unknown ? keyof T : never;
/** Those that may be left out. */
type Optional<T> = { [Name in keyof T]-?: object extends Pick<T, Name> ? Name : never }[keyof T];
/** What is left of a client's options without those of all clients. */
type Own<T> = Exclude<Names<T>, keyof provisor.CommonOptions>;

// Options of clients.
type Common =
  | "fetch" | "timeoutMs" | "maxRetries" | "maxWaitMs" | "concurrency" | "requestsPerSecond" | "signal" | "headers" | "ifExists"
  | "hiddenAttributes" | "linkHosts" | "maxResponseBytes" | "allowInsecure" | "allowBrowser" | "onEvent" | "logger" | "lock";
same<keyof provisor.CommonOptions, Common>(true);
same<Optional<provisor.CommonOptions>, Common>(true);
same<Own<provisor.WorkSpanOptions>, "baseUrl" | "credentials" | "environment" | "subscriptionKey">(true);
same<Own<provisor.WorkforceOptimizationOptions>, "baseUrl" | "credentials" | "referenceUser" | "defaults" | "paths">(true);
same<Own<provisor.ScimOptions>, "baseUrl" | "bearerToken" | "basic" | "deprovision">(true);
same<
  Own<provisor.WorkivaPlatformOptions>,
  "route" | "baseUrl" | "credentials" | "organization" | "apiVersion" | "tokenPath" | "scope"
>(true);
same<Own<provisor.WorkivaScimOptions>, "route" | "scim">(true);
same<Names<provisor.WorkivaScimOptions["scim"]>, "baseUrl" | "bearerToken" | "basic" | "groupNames">(true);
same<keyof provisor.WorkivaGroupNames, "organizationRole" | "workspace" | "workspaceRole" | "workspaceGroup">(true);
same<keyof provisor.ClientCredentials, "clientId" | "clientSecret">(true);
// The route tells the two apart.
export function hostOf(options: provisor.WorkivaOptions): string {
  // @ts-expect-error: only one route has it
  void options.organization;
  if (options.route !== "scim") return options.organization + options.baseUrl;
  // @ts-expect-error: it is the other route's
  void options.credentials;
  return options.scim.baseUrl;
}

// Options of calls.
type Call = "signal" | "timeoutMs" | "maxRetries" | "headers";
type Bulk = Call | "concurrency" | "stop" | "onProgress";
type Write = Bulk | "journal" | "retry" | "settleMs" | "circuitBreaker";
type Limits = "limit" | "among";
same<keyof provisor.CallOptions, Call>(true);
same<keyof provisor.PlanOptions, Call | "remove">(true);
same<keyof provisor.PlanAllOptions, Bulk | Limits | "remove">(true);
same<keyof provisor.ApplyOptions<provisor.ScimUser>, Call | "user">(true);
same<keyof provisor.ApplyAllOptions<provisor.ScimUser>, Write | Limits | "users">(true);
same<keyof provisor.WriteOptions, Write>(true);
same<keyof provisor.DeprovisionAllOptions, Write | Limits>(true);
same<Optional<provisor.DeprovisionAllOptions>, Write | Limits>(true);
same<keyof provisor.CircuitBreaker, "share" | "rows">(true);
same<keyof provisor.Progress, "begun" | "done" | "counts">(true);
same<keyof provisor.Journal, "read" | "append" | "close">(true);
same<Optional<provisor.Journal>, "close">(true);

// Users, and what identifies them.
same<keyof provisor.WorkSpanUser, "email" | "givenName" | "familyName" | "displayName" | "department" | "active">(true);
same<Optional<provisor.WorkSpanUser>, "displayName" | "department" | "active">(true);
same<
  keyof provisor.WorkforceOptimizationUser,
  | "userName" | "firstName" | "lastName" | "displayName" | "timeZone" | "password" | "preset" | "roles" | "team" | "scope"
  | "wfmViews"
>(true);
same<keyof provisor.WorkforceOptimizationScope, "tenant" | "groups" | "teams">(true);
same<
  keyof provisor.WorkivaUser,
  "email" | "userName" | "givenName" | "familyName" | "displayName" | "organizationRoles" | "workspaces" | "exact"
>(true);
same<keyof provisor.WorkivaWorkspace, "workspace" | "roles" | "groups">(true);
same<
  keyof provisor.ScimUser,
  "userName" | "email" | "externalId" | "givenName" | "familyName" | "displayName" | "title" | "userType" | "employeeNumber"
  | "department" | "active" | "groups" | "exact"
>(true);
same<keyof provisor.WorkSpanKey, "email">(true);
same<keyof provisor.WorkforceOptimizationKey | keyof provisor.ScimKey, "userName">(true);
same<keyof provisor.WorkivaKey, "email" | "userName">(true);
same<Names<provisor.MyWorkpalKey>, "email" | "company" | "subDomain">(true);
same<Names<provisor.MyWorkpalUser>, "email" | "company" | "subDomain" | "details">(true);

// What comes out.
type PlanNames =
  | "platform" | "subject" | "row" | "remove" | "action" | "changes" | "requests" | "warnings" | "fingerprint" | "user" | "omitted";
same<Names<provisor.Plan>, PlanNames | "id" | "error">(true);
same<keyof provisor.Plan, PlanNames>(true);
same<provisor.Plan["action"], "create" | "update" | "none" | "remove" | "blocked">(true);
same<
  keyof provisor.OutcomeFacts,
  | "platform" | "subject" | "row" | "existedBefore" | "verified" | "changes" | "pending" | "unverified" | "warnings" | "requests"
  | "evidence" | "resumed"
>(true);
same<keyof provisor.Outcome, keyof provisor.OutcomeFacts | "status" | "id" | "error">(true);
same<Names<provisor.Change>, "kind" | "field" | "from" | "to" | "masked" | "value">(true);
same<provisor.Change["kind"], "create" | "set" | "add" | "remove" | "suspend" | "deactivate" | "delete">(true);
same<provisor.PendingChange["state"], "refused" | "unclear" | "notBegun">(true);
same<keyof provisor.Evidence, "purpose" | "method" | "path" | "status" | "requestId">(true);
same<keyof provisor.PlannedRequest, "purpose" | "method" | "path">(true);
same<keyof provisor.HttpRequest, "method" | "path" | "headers" | "body" | "purpose" | "safety">(true);
same<keyof provisor.Connection, "platform" | "expiresAt" | "scope" | "warnings">(true);
same<provisor.Rowed<provisor.Outcome>["row"], number>(true);
same<provisor.Event["type"], "request" | "retry" | "wait" | "warning" | "outcome">(true);
same<keyof provisor.Event, "type" | "platform" | "subject" | "row" | "rows">(true);

// Errors.
type Told = "code" | "message" | "platform" | "step" | "status" | "requestId" | "retryAt" | "hint";
same<keyof provisor.ErrorInfo, Told>(true);
same<keyof provisor.ProvisorError, Told | "name" | "stack" | "cause" | "toJSON">(true);
