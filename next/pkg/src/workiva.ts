/** Workiva: roles, workspaces and groups by name, over its own API or over SCIM. */

import { Client } from "./client.js";
import type { BearerOrBasic, ClientCredentials, CommonOptions, Endpoint } from "./types.js";

/** The options of a Workiva client that goes the platform route. */
export interface WorkivaPlatformOptions extends CommonOptions {
  /** The platform's own API: the default. */
  route?: "platform";
  /** The region: `https://api.app.wdesk.com`, `https://api.eu.wdesk.com`, `https://api.apac.wdesk.com`. */
  baseUrl: string;
  /** The OAuth client. */
  credentials: ClientCredentials;
  /** The organization's id: a UUID. */
  organization: string;
  /** `X-Version` on every call; `2026-01-01` unless given. */
  apiVersion?: string;
  /** Where tokens are got; `/iam/v1/oauth2/token` unless given. */
  tokenPath?: string;
  /** The scope that is asked for; an empty text asks for none. */
  scope?: string;
}

/** Templates of the display names of SCIM groups, with `{role}`, `{workspace}` and `{group}` in them. */
export interface WorkivaGroupNames {
  /** An organization role. */
  organizationRole?: string;
  /** A workspace. */
  workspace?: string;
  /** A role in a workspace. */
  workspaceRole?: string;
  /** A group of a workspace. */
  workspaceGroup?: string;
}

/** The options of a Workiva client that goes the SCIM route. */
export interface WorkivaScimOptions extends CommonOptions {
  /** Over SCIM. */
  route: "scim";
  /** The SCIM connection. */
  scim: {
    /** The address of the SCIM service. */
    baseUrl: string;
    /** How roles, workspaces and groups are named there. */
    groupNames?: WorkivaGroupNames;
  } & BearerOrBasic;
}

/** The options of a Workiva client; `route` says which way it goes. */
export type WorkivaOptions = WorkivaPlatformOptions | WorkivaScimOptions;

/** What identifies a user: an account of either is this person's. */
export interface WorkivaKey {
  /** The e-mail address. */
  email: string;
  /** The user name; the e-mail unless given. */
  userName?: string;
}

/** What a user is to have in a workspace. */
export interface WorkivaWorkspace {
  /** The workspace, by name, or `id:…`. */
  workspace: string;
  /** Roles in it, by name. */
  roles?: string[];
  /** Groups of it, by name. */
  groups?: string[];
}

/** A user. */
export interface WorkivaUser extends WorkivaKey {
  /** The given name. */
  givenName: string;
  /** The family name. */
  familyName: string;
  /** The name shown; left to the platform unless given. */
  displayName?: string;
  /** Organization roles, by name. */
  organizationRoles?: string[];
  /** Workspaces, with what the user is to have in them. */
  workspaces?: WorkivaWorkspace[];
  /** Each list that is given is complete: what is not in it is taken away. */
  exact?: boolean;
}

/** A page of a list. */
export interface WorkivaPage {
  /** What is on it, as the platform has it. */
  items: Array<Record<string, unknown>>;
  /** The query of the next page; null at the end. */
  next: string | null;
}
/** A change that was accepted. */
export interface WorkivaAccepted {
  /** Where to ask what becomes of it; left out where it is done. */
  location?: string;
  /** How long to wait before asking, in milliseconds. */
  afterMs?: number;
}
/** A record, as the platform has it. */
export type WorkivaRecord = Record<string, unknown>;

/** The calls of the platform route by name; all ids. Over SCIM there are none: see `Scim`. */
export interface WorkivaCalls {
  /** Everybody in the organization. */
  listUsers: Endpoint<object, WorkivaPage>;
  /** One user. */
  readUser: Endpoint<{
    /** The user's id. */
    id: string;
  }, WorkivaRecord>;
  /** Creates a user. */
  createUser: Endpoint<{
    /** The user. */
    user: WorkivaUser;
  }, WorkivaRecord>;
  /** Changes a user to what `user` says. */
  updateUser: Endpoint<{
    /** The user's id. */
    id: string;
    /** The user. */
    user: WorkivaUser;
  }, void>;
  /** Takes a user out of the organization, for good. */
  deleteUser: Endpoint<{
    /** The user's id. */
    id: string;
  }, void>;
  /** The organization roles that there are. */
  listRoles: Endpoint<object, WorkivaPage>;
  /** The organization roles that a user has. */
  listUserRoles: Endpoint<{
    /** The user's id. */
    id: string;
  }, WorkivaPage>;
  /** Gives a user organization roles. */
  assignUserRoles: Endpoint<{
    /** The user's id. */
    id: string;
    /** Ids of roles. */
    roles: string[];
  }, WorkivaAccepted>;
  /** Takes organization roles from a user. */
  revokeUserRoles: Endpoint<{
    /** The user's id. */
    id: string;
    /** Ids of roles. */
    roles: string[];
  }, WorkivaAccepted>;
  /** The workspaces. */
  listWorkspaces: Endpoint<object, WorkivaPage>;
  /** The roles that there are in a workspace. */
  listWorkspaceRoles: Endpoint<{
    /** The workspace's id. */
    workspace: string;
  }, WorkivaPage>;
  /** The memberships of a workspace. */
  listMemberships: Endpoint<{
    /** The workspace's id. */
    workspace: string;
  }, WorkivaPage>;
  /** Makes a user a member, without a mail. */
  createMembership: Endpoint<{
    /** The workspace's id. */
    workspace: string;
    /** The user's id. */
    user: string;
  }, WorkivaRecord>;
  /** Ends a membership, and its roles and groups with it. */
  deleteMembership: Endpoint<{
    /** The workspace's id. */
    workspace: string;
    /** The membership's id. */
    membership: string;
  }, void>;
  /** The roles that a member has. */
  listMembershipRoles: Endpoint<{
    /** The workspace's id. */
    workspace: string;
    /** The membership's id. */
    membership: string;
  }, WorkivaPage>;
  /** Gives a member roles. */
  assignMembershipRoles: Endpoint<{
    /** The workspace's id. */
    workspace: string;
    /** The membership's id. */
    membership: string;
    /** Ids of roles. */
    roles: string[];
  }, WorkivaAccepted>;
  /** Takes roles from a member. */
  revokeMembershipRoles: Endpoint<{
    /** The workspace's id. */
    workspace: string;
    /** The membership's id. */
    membership: string;
    /** Ids of roles. */
    roles: string[];
  }, WorkivaAccepted>;
  /** The groups of a workspace. */
  listGroups: Endpoint<{
    /** The workspace's id. */
    workspace: string;
  }, WorkivaPage>;
  /** Who is in a group. */
  listGroupMembers: Endpoint<{
    /** The workspace's id. */
    workspace: string;
    /** The group's id. */
    group: string;
  }, WorkivaPage>;
  /** Adds users to a group. */
  addGroupMembers: Endpoint<{
    /** The workspace's id. */
    workspace: string;
    /** The group's id. */
    group: string;
    /** Ids of users. */
    users: string[];
  }, void>;
  /** Removes users from a group. */
  removeGroupMembers: Endpoint<{
    /** The workspace's id. */
    workspace: string;
    /** The group's id. */
    group: string;
    /** Ids of users. */
    users: string[];
  }, void>;
  /** The report of all users with their roles, workspaces and groups. */
  listReportUsers: Endpoint<object, WorkivaRecord>;
  /** What has become of a change that was accepted. */
  readOperation: Endpoint<{
    /** The operation's id. */
    id: string;
  }, WorkivaRecord>;
}
const CALLS: ReadonlyArray<keyof WorkivaCalls> = [
  "listUsers",
  "readUser",
  "createUser",
  "updateUser",
  "deleteUser",
  "listRoles",
  "listUserRoles",
  "assignUserRoles",
  "revokeUserRoles",
  "listWorkspaces",
  "listWorkspaceRoles",
  "listMemberships",
  "createMembership",
  "deleteMembership",
  "listMembershipRoles",
  "assignMembershipRoles",
  "revokeMembershipRoles",
  "listGroups",
  "listGroupMembers",
  "addGroupMembers",
  "removeGroupMembers",
  "listReportUsers",
  "readOperation",
];

/** A client of one Workiva organization. */
export class Workiva extends Client<WorkivaUser, WorkivaKey, WorkivaCalls> {
  /**
   * Sends nothing. Where the module is not there yet (a page before `init()`), the first call checks the options.
   * @throws ProvisorError `config_invalid` or `config_missing`, naming the option and what to write instead.
   */
  constructor(options: WorkivaOptions) {
    super("workiva", CALLS, options, new.target);
  }
}
