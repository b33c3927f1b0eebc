/**
 * Creates and maintains people's accounts on workforce platforms with awkward APIs.
 *
 * @module provisor
 */

import { init as start } from "./core.js";

/**
 * Starts the module now rather than at the first call. Calling it again changes nothing.
 *
 * @throws ProvisorError `network` when it cannot be loaded; the next call tries again.
 */
export function init(): Promise<void> {
  // Not handed on as it is: the types of core.js are of no use outside, and name WebAssembly's, which few know.
  return start();
}

export { ProvisorError, isProvisorError } from "./errors.js";
export { Client } from "./client.js";
export type { BulkOptions, CallOptions, Journal, Progress, RemovalOptions, RunOptions } from "./client.js";
export type { HostOptions, Logger } from "./host.js";
export { Run } from "./run.js";
export type { Answer, Failure, SessionFacts } from "./run.js";
export { MyWorkpal } from "./myworkpal.js";
export type { MyWorkpalOptions, MyWorkpalRecordKey, MyWorkpalTenantKey, MyWorkpalUser, MyWorkpalUserQuery } from "./myworkpal.js";
export { WorkSpan } from "./workspan.js";
export type { WorkSpanOptions, WorkSpanUserList } from "./workspan.js";
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
  WorkivaScimList,
  WorkivaScimMembersChange,
  WorkivaScimOptions,
  WorkivaScimPage,
  WorkivaScimUserChange,
  WorkivaScimUserQuery,
  WorkivaWorkspaceKey,
} from "./workiva.js";
export { replay } from "./transcript.js";
export * as odata from "./odata.js";
export * as roster from "./roster.js";
export * as scim from "./scim.js";
export type {
  Action,
  ApplicationUserSteps,
  CircuitBreaker,
  ClientCredentials,
  Code,
  CommonOptions,
  Connection,
  Done,
  Encoding,
  ErrorInfo,
  Evidence,
  HttpRequest,
  IfExists,
  Level,
  Listing,
  LogEvent,
  Method,
  MyWorkpalCreatedUser,
  MyWorkpalDetails,
  MyWorkpalPaths,
  MyWorkpalTenantRecord,
  MyWorkpalUser as MyWorkpalUserFields,
  MyWorkpalUserRecord,
  Next,
  NotDone,
  Outcome,
  OutcomeFacts,
  Place,
  Plan,
  Replayed,
  RosterProblem,
  Safety,
  Status,
  Wait,
  WorkforceOptimizationCreatedPerson,
  WorkforceOptimizationCredentials,
  WorkforceOptimizationGroup,
  WorkforceOptimizationLock,
  WorkforceOptimizationPaths,
  WorkforceOptimizationPersonEntry,
  WorkforceOptimizationRole,
  WorkforceOptimizationScope,
  WorkforceOptimizationTeam,
  WorkforceOptimizationUser,
  WorkforceOptimizationView,
  WorkivaAccepted,
  WorkivaCredentials,
  WorkivaField,
  WorkivaGroupNames,
  WorkivaId,
  WorkivaMembership,
  WorkivaNamed,
  WorkivaOperation,
  WorkivaOperationState,
  WorkivaPage,
  WorkivaScimConnection,
  WorkivaScimCreatedUser,
  WorkivaUser,
  WorkivaUserRecord,
  WorkivaWorkspaceWish,
  WorkSpanCreatedUser,
  WorkSpanCredentials,
  WorkSpanStep,
  WorkSpanUser,
} from "./generated/types.js";
