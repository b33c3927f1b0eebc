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
import type { Answer, SessionFacts } from "./run.js";
import type { Resource } from "./scim.js";

/** The options of a Workiva client that goes the platform route. */
export interface WorkivaPlatformOptions extends WorkivaPlatformOwnOptions, CommonOptions, HostOptions {}

/** The options of a Workiva client that goes the SCIM route. `timeoutMs` is 35,000 unless given. */
export interface WorkivaScimOptions extends WorkivaScimOwnOptions, CommonOptions, HostOptions {}

/** The options of a Workiva client; `route` says which way it goes. */
export type WorkivaOptions = WorkivaPlatformOptions | WorkivaScimOptions;

/** A later page of a list: the `@nextLink` of the one before, of which only path and query are used. */
export interface WorkivaNextPage {
  /** The link, as it came; left out for the first page. */
  nextLink?: string;
}

/** A workspace, by id. */
export interface WorkivaWorkspaceKey {
  /** The id of the workspace. */
  workspace: string;
}

/** A membership of a workspace, by ids. */
export interface WorkivaMembershipKey extends WorkivaWorkspaceKey {
  /** The id of the membership. */
  membership: string;
}

/** A group of a workspace, by ids. */
export interface WorkivaGroupKey extends WorkivaWorkspaceKey {
  /** The id of the group. */
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
  /** What the server says that there are in all; null where it says nothing. */
  totalResults: number | null;
  /** What is on the page. */
  resources: Resource[];
}

/** Users by name, or by e-mail, or all. */
export type WorkivaScimUserQuery = WorkivaScimPage &
  (
    | {
        /** The user names. */
        userNames: string[];
        /** Not beside `userNames`. */
        emails?: never;
      }
    | {
        /** The e-mails. */
        emails: string[];
        /** Not beside `emails`. */
        userNames?: never;
      }
    | {
        /** Left out: all. */
        userNames?: never;
        /** Left out: all. */
        emails?: never;
      }
  );

/** Fields of a user to change to what `user` has, or whether the account is active, or both. */
export type WorkivaScimUserChange = {
  /** The user's id. */
  id: string;
} & (
  | {
      /** What the fields are to be. */
      user: WorkivaUser;
      /** Which fields to change. */
      fields: WorkivaField[];
      /** Whether the account is to be active; left out, it stays as it is. */
      active?: boolean;
    }
  | {
      /** Whether the account is to be active. */
      active: boolean;
      /** Only with `fields`. */
      user?: never;
      /** Only with `user`. */
      fields?: never;
    }
);

/** Users who come or go, by id: at most 100, and never both in one request. */
export type WorkivaScimMembersChange = {
  /** The group's id. */
  group: string;
} & (
  | {
      /** The ids of those who come. */
      add: string[];
      /** Not beside `add`. */
      remove?: never;
    }
  | {
      /** The ids of those who go. */
      remove: string[];
      /** Not beside `remove`. */
      add?: never;
    }
);

/** Role ids. */
export interface WorkivaRoleIds {
  /** The ids of the roles. */
  roles: string[];
}

/** A client of one Workiva organization. */
export class Workiva extends Client<WorkivaUser> {
  /**
   * Sends nothing. Where the module is not there yet (a page before `init()`), the first call checks the options.
   * @throws ProvisorError `config_invalid` or `config_missing`, naming the option and what to write instead.
   */
  constructor(options: WorkivaOptions) {
    super("workiva", options);
  }

  /**
   * The request of every call, as data; nothing is sent. Secrets show as `{name}`. `id` is a user's, but for
   * `scimGroup`. Calls that begin with `scim` are those of the SCIM route, all others those of the platform route.
   */
  readonly requests = {
    /** `POST`, at `tokenPath`: an access token for the client. */
    token: (): HttpRequest => this.build("token"),
    /** `GET /organizations/{organization}/users`: everybody in the organization, a page at a time. */
    userList: (page?: WorkivaNextPage): HttpRequest => this.build("userList", page),
    /** `GET /organizations/{organization}/users/{id}`: one user. */
    user: (key: { id: string }): HttpRequest => this.build("user", key),
    /** `POST /organizations/{organization}/users`: creates a user. */
    createUser: (user: WorkivaUser): HttpRequest => this.build("createUser", { user }),
    /** `PATCH /organizations/{organization}/users/{id}`: changes these fields to what `user` has. */
    updateUser: (change: { id: string; user: WorkivaUser; fields: WorkivaField[] }): HttpRequest =>
      this.build("updateUser", change),
    /** `DELETE /organizations/{organization}/users/{id}`: takes a user out of the organization, for good. */
    deleteUser: (key: { id: string }): HttpRequest => this.build("deleteUser", key),
    /** `POST /organizations/{organization}/users/assignment`: admits a user who exists in another organization. */
    assignUser: (key: { id: string }): HttpRequest => this.build("assignUser", key),
    /** `GET /organizations/{organization}/roles`: the roles that there are. */
    organizationRoles: (page?: WorkivaNextPage): HttpRequest => this.build("organizationRoles", page),
    /** `GET /organizations/{organization}/users/{id}/roles`: the roles that a user has. */
    userRoles: (key: { id: string } & WorkivaNextPage): HttpRequest => this.build("userRoles", key),
    /** `POST /organizations/{organization}/users/{id}/roles/assignment`: gives a user roles. */
    assignUserRoles: (change: { id: string } & WorkivaRoleIds): HttpRequest => this.build("assignUserRoles", change),
    /** `POST /organizations/{organization}/users/{id}/roles/revocation`: takes roles from a user. */
    revokeUserRoles: (change: { id: string } & WorkivaRoleIds): HttpRequest => this.build("revokeUserRoles", change),
    /** `GET /organizations/{organization}/workspaces`: the workspaces. */
    workspaceList: (page?: WorkivaNextPage): HttpRequest => this.build("workspaceList", page),
    /** `GET /organizations/{organization}/workspaces/{workspace}/roles`: the roles that there are in a workspace. */
    workspaceRoles: (key: WorkivaWorkspaceKey & WorkivaNextPage): HttpRequest => this.build("workspaceRoles", key),
    /** `GET /organizations/{organization}/workspaces/{workspace}/memberships`: the memberships of a workspace. */
    membershipList: (key: WorkivaWorkspaceKey & WorkivaNextPage): HttpRequest => this.build("membershipList", key),
    /**
     * `POST /organizations/{organization}/workspaces/{workspace}/memberships/membershipCreation`: makes a user a
     * member, without a mail.
     */
    createMembership: (key: WorkivaWorkspaceKey & { id: string }): HttpRequest => this.build("createMembership", key),
    /**
     * `DELETE /organizations/{organization}/workspaces/{workspace}/memberships/{membership}`: ends a membership, and
     * its roles and groups with it.
     */
    deleteMembership: (key: WorkivaMembershipKey): HttpRequest => this.build("deleteMembership", key),
    /**
     * `GET /organizations/{organization}/workspaces/{workspace}/memberships/{membership}/roles`: the roles that a
     * member has.
     */
    membershipRoles: (key: WorkivaMembershipKey & WorkivaNextPage): HttpRequest => this.build("membershipRoles", key),
    /**
     * `POST /organizations/{organization}/workspaces/{workspace}/memberships/{membership}/roles/assignment`: gives a
     * member roles.
     */
    assignMembershipRoles: (change: WorkivaMembershipKey & WorkivaRoleIds): HttpRequest =>
      this.build("assignMembershipRoles", change),
    /**
     * `POST /organizations/{organization}/workspaces/{workspace}/memberships/{membership}/roles/revocation`: takes
     * roles from a member.
     */
    revokeMembershipRoles: (change: WorkivaMembershipKey & WorkivaRoleIds): HttpRequest =>
      this.build("revokeMembershipRoles", change),
    /** `GET /organizations/{organization}/workspaces/{workspace}/groups`: the groups of a workspace. */
    groupList: (key: WorkivaWorkspaceKey & WorkivaNextPage): HttpRequest => this.build("groupList", key),
    /** `POST /organizations/{organization}/workspaces/{workspace}/groups`: makes a group; no run does so by itself. */
    createGroup: (group: WorkivaWorkspaceKey & { name: string }): HttpRequest => this.build("createGroup", group),
    /** `GET /organizations/{organization}/workspaces/{workspace}/groups/{group}/members`: who is in a group. */
    groupMembers: (key: WorkivaGroupKey & WorkivaNextPage): HttpRequest => this.build("groupMembers", key),
    /**
     * `POST /organizations/{organization}/workspaces/{workspace}/groups/{group}/members/modification`: adds users to
     * a group and removes others, by id.
     */
    modifyGroupMembers: (change: WorkivaGroupKey & { add?: string[]; remove?: string[] }): HttpRequest =>
      this.build("modifyGroupMembers", change),
    /**
     * `GET /operations/{operation}`: what has become of a change that was accepted; by its id, or by the `location`
     * of the answer.
     */
    operation: (key: { operation: string } | { location: string }): HttpRequest => this.build("operation", key),
    /** `GET /Users`: users by name, by e-mail, or all. */
    scimUserList: (query?: WorkivaScimUserQuery): HttpRequest => this.build("scimUserList", query),
    /** `GET /Users/{id}`: one user. */
    scimUser: (key: { id: string }): HttpRequest => this.build("scimUser", key),
    /** `POST /Users`: creates a user. */
    scimCreateUser: (user: WorkivaUser): HttpRequest => this.build("scimCreateUser", { user }),
    /** `PATCH /Users/{id}`: changes these fields, or suspends and reinstates. */
    scimUpdateUser: (change: WorkivaScimUserChange): HttpRequest => this.build("scimUpdateUser", change),
    /** `GET /Groups`: groups without their members, by display name or all. */
    scimGroupList: (query?: WorkivaScimPage & { displayName?: string }): HttpRequest =>
      this.build("scimGroupList", query),
    /** `GET /Groups/{id}`: one group, with its members. */
    scimGroup: (key: { id: string }): HttpRequest => this.build("scimGroup", key),
    /** `PATCH /Groups/{group}`: adds members or removes them. */
    scimModifyMembers: (change: WorkivaScimMembersChange): HttpRequest => this.build("scimModifyMembers", change),
  };

  /** Reads the answer of every call; an answer that is an error is thrown as a ProvisorError. */
  readonly responses = {
    /** The session, without its token. */
    token: (answer: Answer) => this.parse("token", answer) as SessionFacts,
    /** A page of users. */
    userList: (answer: Answer) => this.parse("userList", answer) as WorkivaPage<WorkivaUserRecord>,
    /** The user. */
    user: (answer: Answer) => this.parse("user", answer) as WorkivaUserRecord,
    /** The id of the new user. */
    createUser: (answer: Answer) => this.parse("createUser", answer) as WorkivaId,
    /** The user as changed. */
    updateUser: (answer: Answer) => this.parse("updateUser", answer) as WorkivaUserRecord,
    /** Nothing: that it was done, a read tells. */
    deleteUser: (answer: Answer): void => void this.parse("deleteUser", answer),
    /** The user. */
    assignUser: (answer: Answer) => this.parse("assignUser", answer) as WorkivaUserRecord,
    /** A page of roles. */
    organizationRoles: (answer: Answer) => this.parse("organizationRoles", answer) as WorkivaPage<WorkivaNamed>,
    /** A page of roles. */
    userRoles: (answer: Answer) => this.parse("userRoles", answer) as WorkivaPage<WorkivaNamed>,
    /** That it was accepted; the operation tells what becomes of it. */
    assignUserRoles: (answer: Answer) => this.parse("assignUserRoles", answer) as WorkivaAccepted,
    /** That it was accepted; the operation tells what becomes of it. */
    revokeUserRoles: (answer: Answer) => this.parse("revokeUserRoles", answer) as WorkivaAccepted,
    /** A page of workspaces. */
    workspaceList: (answer: Answer) => this.parse("workspaceList", answer) as WorkivaPage<WorkivaNamed>,
    /** A page of roles. */
    workspaceRoles: (answer: Answer) => this.parse("workspaceRoles", answer) as WorkivaPage<WorkivaNamed>,
    /** A page of memberships. */
    membershipList: (answer: Answer) => this.parse("membershipList", answer) as WorkivaPage<WorkivaMembership>,
    /** The id of the new membership. */
    createMembership: (answer: Answer) => this.parse("createMembership", answer) as WorkivaId,
    /** Nothing: that it was done, a read tells. */
    deleteMembership: (answer: Answer): void => void this.parse("deleteMembership", answer),
    /** A page of roles. */
    membershipRoles: (answer: Answer) => this.parse("membershipRoles", answer) as WorkivaPage<WorkivaNamed>,
    /** That it was accepted; the operation tells what becomes of it. */
    assignMembershipRoles: (answer: Answer) => this.parse("assignMembershipRoles", answer) as WorkivaAccepted,
    /** That it was accepted; the operation tells what becomes of it. */
    revokeMembershipRoles: (answer: Answer) => this.parse("revokeMembershipRoles", answer) as WorkivaAccepted,
    /** A page of groups. */
    groupList: (answer: Answer) => this.parse("groupList", answer) as WorkivaPage<WorkivaNamed>,
    /** The id of the new group. */
    createGroup: (answer: Answer) => this.parse("createGroup", answer) as WorkivaId,
    /** A page of the ids of users. */
    groupMembers: (answer: Answer) => this.parse("groupMembers", answer) as WorkivaPage<WorkivaId>,
    /** Nothing: the platform says the same when a member was refused; a listing tells. */
    modifyGroupMembers: (answer: Answer): void => void this.parse("modifyGroupMembers", answer),
    /** Where it stands. */
    operation: (answer: Answer) => this.parse("operation", answer) as WorkivaOperation,
    /** A page of users. */
    scimUserList: (answer: Answer) => this.parse("scimUserList", answer) as WorkivaScimList,
    /** The user. */
    scimUser: (answer: Answer) => this.parse("scimUser", answer) as Resource,
    /** The id, and whether the user is new. */
    scimCreateUser: (answer: Answer) => this.parse("scimCreateUser", answer) as WorkivaScimCreatedUser,
    /** Nothing: that it was done, a read tells. */
    scimUpdateUser: (answer: Answer): void => void this.parse("scimUpdateUser", answer),
    /** A page of groups. */
    scimGroupList: (answer: Answer) => this.parse("scimGroupList", answer) as WorkivaScimList,
    /** The group, with its members. */
    scimGroup: (answer: Answer) => this.parse("scimGroup", answer) as Resource,
    /** Nothing: that it was done, a read tells. */
    scimModifyMembers: (answer: Answer): void => void this.parse("scimModifyMembers", answer),
  };
}
