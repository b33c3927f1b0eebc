/** Workiva: roles, workspaces and groups by name, over its own API or over SCIM. */

import { Client } from "./client.js";
import type {
  CommonOptions,
  HttpRequest,
  WorkivaAccepted,
  WorkivaField,
  WorkivaId,
  WorkivaMembership,
  WorkivaNamed,
  WorkivaOperation,
  WorkivaPage,
  WorkivaPlatformOwnOptions,
  WorkivaScimCreatedUser,
  WorkivaScimOwnOptions,
  WorkivaUser,
  WorkivaUserRecord,
} from "./generated/types.js";
import type { HostOptions } from "./host.js";
import type { Answer } from "./run.js";
import type { Resource } from "./scim.js";

/** The options of a Workiva client that goes the platform route. */
export interface WorkivaPlatformOptions extends WorkivaPlatformOwnOptions, CommonOptions, HostOptions {}

/** The options of a Workiva client that goes the SCIM route. `timeoutMs` is 35,000 unless given. */
export interface WorkivaScimOptions extends WorkivaScimOwnOptions, CommonOptions, HostOptions {}

/** The options of a Workiva client; `route` says which way it goes. */
export type WorkivaOptions = WorkivaPlatformOptions | WorkivaScimOptions;

/** A later page of a list: the `@nextLink` of the one before, of which only path and query are used. */
export interface WorkivaNextPage {
  nextLink?: string;
}

/** A workspace, by id. */
export interface WorkivaWorkspaceKey {
  workspace: string;
}

/** A membership of a workspace, by ids. */
export interface WorkivaMembershipKey extends WorkivaWorkspaceKey {
  membership: string;
}

/** A group of a workspace, by ids. */
export interface WorkivaGroupKey extends WorkivaWorkspaceKey {
  group: string;
}

/** Which page of a SCIM list. */
export interface WorkivaScimPage {
  /** The first resource, from 1. */
  startIndex?: number;
  /** How many resources at most. */
  count?: number;
}

/** One page of a SCIM list. `totalResults` is what the server says, and no more than a hint. */
export interface WorkivaScimList {
  totalResults: number | null;
  resources: Resource[];
}

/** Users by name, or by e-mail, or all. */
export type WorkivaScimUserQuery = WorkivaScimPage &
  ({ userNames: string[]; emails?: never } | { emails: string[]; userNames?: never } | { userNames?: never; emails?: never });

/** Fields of a user to change to what `user` has, or whether the account is active, or both. */
export type WorkivaScimUserChange = { id: string } & (
  | { user: WorkivaUser; fields: WorkivaField[]; active?: boolean }
  | { active: boolean; user?: never; fields?: never }
);

/** Users who come or go, by id: at most 100, and never both in one request. */
export type WorkivaScimMembersChange = { group: string } & (
  | { add: string[]; remove?: never }
  | { remove: string[]; add?: never }
);

/** Role ids. */
export interface WorkivaRoleIds {
  roles: string[];
}

/** A client of one Workiva organization. */
export class Workiva extends Client<WorkivaUser> {
  constructor(options: WorkivaOptions) {
    super("workiva", options);
  }

  /**
   * The request of every call, as data; nothing is sent. Secrets show as `{name}`. `id` is a user's, but for
   * `scimGroup`. Calls that begin with `scim` are those of the SCIM route, all others those of the platform route.
   */
  readonly requests = {
    token: (): HttpRequest => this.build("token"),
    userList: (page?: WorkivaNextPage): HttpRequest => this.build("userList", page),
    user: (key: { id: string }): HttpRequest => this.build("user", key),
    createUser: (user: WorkivaUser): HttpRequest => this.build("createUser", { user }),
    updateUser: (change: { id: string; user: WorkivaUser; fields: WorkivaField[] }): HttpRequest =>
      this.build("updateUser", change),
    deleteUser: (key: { id: string }): HttpRequest => this.build("deleteUser", key),
    assignUser: (key: { id: string }): HttpRequest => this.build("assignUser", key),
    organizationRoles: (page?: WorkivaNextPage): HttpRequest => this.build("organizationRoles", page),
    userRoles: (key: { id: string } & WorkivaNextPage): HttpRequest => this.build("userRoles", key),
    assignUserRoles: (change: { id: string } & WorkivaRoleIds): HttpRequest => this.build("assignUserRoles", change),
    revokeUserRoles: (change: { id: string } & WorkivaRoleIds): HttpRequest => this.build("revokeUserRoles", change),
    workspaceList: (page?: WorkivaNextPage): HttpRequest => this.build("workspaceList", page),
    workspaceRoles: (key: WorkivaWorkspaceKey & WorkivaNextPage): HttpRequest => this.build("workspaceRoles", key),
    membershipList: (key: WorkivaWorkspaceKey & WorkivaNextPage): HttpRequest => this.build("membershipList", key),
    createMembership: (key: WorkivaWorkspaceKey & { id: string }): HttpRequest => this.build("createMembership", key),
    deleteMembership: (key: WorkivaMembershipKey): HttpRequest => this.build("deleteMembership", key),
    membershipRoles: (key: WorkivaMembershipKey & WorkivaNextPage): HttpRequest => this.build("membershipRoles", key),
    assignMembershipRoles: (change: WorkivaMembershipKey & WorkivaRoleIds): HttpRequest =>
      this.build("assignMembershipRoles", change),
    revokeMembershipRoles: (change: WorkivaMembershipKey & WorkivaRoleIds): HttpRequest =>
      this.build("revokeMembershipRoles", change),
    groupList: (key: WorkivaWorkspaceKey & WorkivaNextPage): HttpRequest => this.build("groupList", key),
    createGroup: (group: WorkivaWorkspaceKey & { name: string }): HttpRequest => this.build("createGroup", group),
    groupMembers: (key: WorkivaGroupKey & WorkivaNextPage): HttpRequest => this.build("groupMembers", key),
    modifyGroupMembers: (change: WorkivaGroupKey & { add?: string[]; remove?: string[] }): HttpRequest =>
      this.build("modifyGroupMembers", change),
    operation: (key: { operation: string } | { location: string }): HttpRequest => this.build("operation", key),
    scimUserList: (query?: WorkivaScimUserQuery): HttpRequest => this.build("scimUserList", query),
    scimUser: (key: { id: string }): HttpRequest => this.build("scimUser", key),
    scimCreateUser: (user: WorkivaUser): HttpRequest => this.build("scimCreateUser", { user }),
    scimUpdateUser: (change: WorkivaScimUserChange): HttpRequest => this.build("scimUpdateUser", change),
    scimGroupList: (query?: WorkivaScimPage & { displayName?: string }): HttpRequest =>
      this.build("scimGroupList", query),
    scimGroup: (key: { id: string }): HttpRequest => this.build("scimGroup", key),
    scimModifyMembers: (change: WorkivaScimMembersChange): HttpRequest => this.build("scimModifyMembers", change),
  };

  /** Reads the answer of every call; an answer that is an error is thrown as a ProvisorError. */
  readonly responses = {
    token: (answer: Answer) => this.parse("token", answer) as { expiresInMs: number | null; scope: string | null },
    userList: (answer: Answer) => this.parse("userList", answer) as WorkivaPage<WorkivaUserRecord>,
    user: (answer: Answer) => this.parse("user", answer) as WorkivaUserRecord,
    createUser: (answer: Answer) => this.parse("createUser", answer) as WorkivaId,
    updateUser: (answer: Answer) => this.parse("updateUser", answer) as WorkivaUserRecord,
    deleteUser: (answer: Answer): void => void this.parse("deleteUser", answer),
    assignUser: (answer: Answer) => this.parse("assignUser", answer) as WorkivaUserRecord,
    organizationRoles: (answer: Answer) => this.parse("organizationRoles", answer) as WorkivaPage<WorkivaNamed>,
    userRoles: (answer: Answer) => this.parse("userRoles", answer) as WorkivaPage<WorkivaNamed>,
    assignUserRoles: (answer: Answer) => this.parse("assignUserRoles", answer) as WorkivaAccepted,
    revokeUserRoles: (answer: Answer) => this.parse("revokeUserRoles", answer) as WorkivaAccepted,
    workspaceList: (answer: Answer) => this.parse("workspaceList", answer) as WorkivaPage<WorkivaNamed>,
    workspaceRoles: (answer: Answer) => this.parse("workspaceRoles", answer) as WorkivaPage<WorkivaNamed>,
    membershipList: (answer: Answer) => this.parse("membershipList", answer) as WorkivaPage<WorkivaMembership>,
    createMembership: (answer: Answer) => this.parse("createMembership", answer) as WorkivaId,
    deleteMembership: (answer: Answer): void => void this.parse("deleteMembership", answer),
    membershipRoles: (answer: Answer) => this.parse("membershipRoles", answer) as WorkivaPage<WorkivaNamed>,
    assignMembershipRoles: (answer: Answer) => this.parse("assignMembershipRoles", answer) as WorkivaAccepted,
    revokeMembershipRoles: (answer: Answer) => this.parse("revokeMembershipRoles", answer) as WorkivaAccepted,
    groupList: (answer: Answer) => this.parse("groupList", answer) as WorkivaPage<WorkivaNamed>,
    createGroup: (answer: Answer) => this.parse("createGroup", answer) as WorkivaId,
    groupMembers: (answer: Answer) => this.parse("groupMembers", answer) as WorkivaPage<WorkivaId>,
    modifyGroupMembers: (answer: Answer): void => void this.parse("modifyGroupMembers", answer),
    operation: (answer: Answer) => this.parse("operation", answer) as WorkivaOperation,
    scimUserList: (answer: Answer) => this.parse("scimUserList", answer) as WorkivaScimList,
    scimUser: (answer: Answer) => this.parse("scimUser", answer) as Resource,
    scimCreateUser: (answer: Answer) => this.parse("scimCreateUser", answer) as WorkivaScimCreatedUser,
    scimUpdateUser: (answer: Answer): void => void this.parse("scimUpdateUser", answer),
    scimGroupList: (answer: Answer) => this.parse("scimGroupList", answer) as WorkivaScimList,
    scimGroup: (answer: Answer) => this.parse("scimGroup", answer) as Resource,
    scimModifyMembers: (answer: Answer): void => void this.parse("scimModifyMembers", answer),
  };
}
