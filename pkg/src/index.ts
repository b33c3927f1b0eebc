/** Creates and maintains people's accounts on workforce platforms with awkward APIs. */

export { init } from "./core.js";
export { ProvisorError, isProvisorError } from "./errors.js";
export { Client } from "./client.js";
export type { BulkOptions, CallOptions, Journal, Progress } from "./client.js";
export type { HostOptions, Logger } from "./host.js";
export { Run } from "./run.js";
export type { Answer, Failure } from "./run.js";
export { MyWorkpal } from "./myworkpal.js";
export type { MyWorkpalOptions, MyWorkpalTenantKey, MyWorkpalUser, MyWorkpalUserQuery } from "./myworkpal.js";
export { WorkSpan } from "./workspan.js";
export type { WorkSpanOptions } from "./workspan.js";
export { WorkforceOptimization } from "./workforce-optimization.js";
export type { WorkforceOptimizationNewPerson, WorkforceOptimizationOptions } from "./workforce-optimization.js";
export { Workiva } from "./workiva.js";
export type {
  WorkivaGroupKey,
  WorkivaMembershipKey,
  WorkivaNextPage,
  WorkivaOptions,
  WorkivaPlatformOptions,
  WorkivaRoleIds,
  WorkivaWorkspaceKey,
} from "./workiva.js";
export * as odata from "./odata.js";
export * as roster from "./roster.js";
export * as scim from "./scim.js";
export type {
  Action,
  Code,
  CommonOptions,
  Connection,
  ErrorInfo,
  Evidence,
  HttpRequest,
  IfExists,
  Level,
  Listing,
  LogEvent,
  Next,
  Outcome,
  Plan,
  Place,
  RosterProblem,
  Safety,
  Status,
  Wait,
  WorkforceOptimizationGroup,
  WorkforceOptimizationPersonEntry,
  WorkforceOptimizationRole,
  WorkforceOptimizationScope,
  WorkforceOptimizationTeam,
  WorkforceOptimizationUser,
  WorkforceOptimizationView,
  WorkivaAccepted,
  WorkivaField,
  WorkivaId,
  WorkivaMembership,
  WorkivaNamed,
  WorkivaOperation,
  WorkivaPage,
  WorkivaUser,
  WorkivaUserRecord,
  WorkivaWorkspaceWish,
  WorkSpanUser,
} from "./generated/types.js";
