/** Any SCIM 2.0 service provider (RFC 7643, RFC 7644): people and groups. */

import { Client } from "./client.js";
import type { Resource } from "./scim.js";
import type { BearerOrBasic, CommonOptions, Endpoint } from "./types.js";

/** The options of a SCIM client. */
export type ScimOptions = CommonOptions & {
  /** The address of the SCIM service, to which `/Users` is appended. */
  baseUrl: string;
  /** What is done with the account of a person who leaves: `"deactivate"` unless given. */
  deprovision?: "deactivate" | "delete";
} & BearerOrBasic;

/** What identifies a user. */
export interface ScimKey {
  /** The user name. */
  userName: string;
}

/** A user. Attributes that are left out are left alone. */
export interface ScimUser extends ScimKey {
  /** The e-mail address at work. */
  email?: string;
  /** The id that the user has with the client. */
  externalId?: string;
  /** The given name. */
  givenName?: string;
  /** The family name. */
  familyName?: string;
  /** The name to show. */
  displayName?: string;
  /** The title. */
  title?: string;
  /** The kind of user. */
  userType?: string;
  /** The number with the employer. */
  employeeNumber?: string;
  /** The department. */
  department?: string;
  /** Whether the account is active. Left out: a new one is, and another stays as it is. */
  active?: boolean;
  /** Groups to be in, by display name or as `id:…`. */
  groups?: string[];
  /** The list of groups is complete: the person is taken out of all others. */
  exact?: boolean;
}

/** The calls by name. */
export interface ScimCalls {
  /** `GET /ServiceProviderConfig`: what the server can do. */
  readServiceProviderConfig: Endpoint<object, Resource>;
  /** `GET /Schemas`: what the server knows of people. */
  listSchemas: Endpoint<object, Resource>;
  /** `GET /Users`: the users of these names, or all. */
  listUsers: Endpoint<{
    /** User names. */
    userNames?: string[];
    /** From this one on; the first is 1. */
    startIndex?: number;
    /** At most so many; 100 unless given. */
    count?: number;
  }, Resource[]>;
  /** `POST /Users`: creates a user. */
  createUser: Endpoint<{
    /** The user. */
    user: ScimUser;
  }, string>;
  /** `GET /Users/{id}`: one user. */
  readUser: Endpoint<{
    /** The user's id. */
    id: string;
  }, Resource>;
  /** `PUT /Users/{id}`: replaces a user by this record, whole. */
  replaceUser: Endpoint<{
    /** The user's id. */
    id: string;
    /** The whole record. */
    record: Resource;
  }, void>;
  /** `PATCH /Users/{id}`: changes a user to what `user` says. */
  updateUser: Endpoint<{
    /** The user's id. */
    id: string;
    /** The user. */
    user: ScimUser;
  }, void>;
  /** `DELETE /Users/{id}`: deletes a user. */
  deleteUser: Endpoint<{
    /** The user's id. */
    id: string;
  }, void>;
  /** `GET /Groups`: groups without their members, by display name or all. */
  listGroups: Endpoint<{
    /** The group's display name. */
    displayName?: string;
    /** From this one on; the first is 1. */
    startIndex?: number;
    /** At most so many; 100 unless given. */
    count?: number;
  }, Resource[]>;
  /** `GET /Groups/{id}`: one group, with its members. */
  readGroup: Endpoint<{
    /** The group's id. */
    id: string;
  }, Resource>;
  /** `PATCH /Groups/{group}`: adds members, by their ids. */
  addGroupMembers: Endpoint<{
    /** The group's id. */
    group: string;
    /** Ids of users. */
    users: string[];
  }, void>;
  /** `PATCH /Groups/{group}`: removes members, by their ids. */
  removeGroupMembers: Endpoint<{
    /** The group's id. */
    group: string;
    /** Ids of users. */
    users: string[];
  }, void>;
}
const CALLS: ReadonlyArray<keyof ScimCalls> = [
  "readServiceProviderConfig",
  "listSchemas",
  "listUsers",
  "createUser",
  "readUser",
  "replaceUser",
  "updateUser",
  "deleteUser",
  "listGroups",
  "readGroup",
  "addGroupMembers",
  "removeGroupMembers",
];

/** A client of one SCIM service provider. */
export class Scim extends Client<ScimUser, ScimKey, ScimCalls> {
  /**
   * Sends nothing. Where the module is not there yet (a page before `init()`), the first call checks the options.
   * @throws ProvisorError `config_invalid` or `config_missing`, naming the option and what to write instead.
   */
  constructor(options: ScimOptions) {
    super("scim", CALLS, options, new.target);
  }
}
