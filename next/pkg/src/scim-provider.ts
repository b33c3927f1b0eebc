/** Any SCIM 2.0 service provider (RFC 7643, RFC 7644): people and groups. */

import { Client } from "./client.js";
import type { Resource } from "./scim.js";
import type { BearerOrBasic, CommonOptions, Endpoint } from "./types.js";

/** The options of a SCIM client. */
export type ScimOptions = CommonOptions & {
  /** The address of the SCIM service, to which `/Users` is appended. */
  baseUrl: string;
  /** What to do about attributes that the platform does not show: leave them (the default), or write them in each run. */
  hiddenAttributes?: "leave" | "write";
} & BearerOrBasic;

/** What identifies a user. */
export interface ScimKey {
  /** The user name. */
  userName: string;
}

/** A user. */
export interface ScimUser extends ScimKey {
  /** The e-mail address. */
  email?: string;
  /** The given name. */
  givenName?: string;
  /** The family name. */
  familyName?: string;
  /** The name to show. */
  displayName?: string;
  /** Whether the account is active. */
  active?: boolean;
  /** Groups, by name. */
  groups?: string[];
  /** The list of groups is complete: the person is taken out of all others. */
  exact?: boolean;
}

/** The calls by name. */
export interface ScimCalls {
  /** The users of these names. */
  listUsers: Endpoint<{ userNames: string[] }, Resource[]>;
}
const CALLS: ReadonlyArray<keyof ScimCalls> = ["listUsers"];

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
