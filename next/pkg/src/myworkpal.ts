/** MyWorkpal: OData look-ups, a create, a look to verify. */

import { Client } from "./client.js";
import type { ClientCredentials, CommonOptions, Endpoint } from "./types.js";

/** Paths below `baseUrl` that no public document names; `{systemId}` and `{subDomain}` in them are filled in. */
export interface MyWorkpalPaths {
  /** `POST`: creates a user. Ask the vendor's support for it; without it nobody is created. */
  createUser?: string;
  /** `POST`: writes a whole employee record back. */
  updateEmployee?: string;
  /** `POST`: writes a whole personal record back. */
  updatePersonal?: string;
  /** `GET`: the address records of a user. */
  addresses?: string;
}

/** The options of a MyWorkpal client. */
export interface MyWorkpalOptions extends CommonOptions {
  /** The API's address; it differs per customer, such as `https://webapi.myworkpal.co.uk`. */
  baseUrl: string;
  /** The API client, as an administrator made it. */
  credentials: ClientCredentials;
  /** Paths without a default. */
  paths?: MyWorkpalPaths;
}

/** A tenant by company name or by sub-domain. */
export type MyWorkpalTenant =
  | {
      /** The tenant by its company's name, in any case. */
      company: string;
      /** Not beside `company`. */
      subDomain?: undefined;
    }
  | {
      /** The tenant by its sub-domain. */
      subDomain: string;
      /** Not beside `subDomain`. */
      company?: undefined;
    };

/** What else is known of a user, in the platform's own names. */
export interface MyWorkpalDetails {
  /** Names, date of birth, … */
  personDetails?: Record<string, unknown>;
  /** Telephone numbers. */
  contactNumbers?: unknown[];
  /** The address. */
  addressDetails?: Record<string, unknown>;
  /** Job title, start date, salary, … */
  employeeDetails?: Record<string, unknown>;
  /** The tenant's own fields about the person. */
  metaDataPersonal?: Record<string, unknown>;
  /** The tenant's own fields about the employment. */
  metaDataEmployee?: Record<string, unknown>;
}

/** What identifies a user: an e-mail address in a tenant. */
export type MyWorkpalKey = MyWorkpalTenant & {
  /** The e-mail: the name to log in with, by which people are matched. */
  email: string;
};

/** A user: an e-mail, the tenant by company name or by sub-domain, and optional details. */
export type MyWorkpalUser = MyWorkpalKey & {
  /** What else is known of the user. */
  details?: MyWorkpalDetails;
};

/** A user's record of a tenant. */
export interface MyWorkpalRecord {
  /** The user's SystemID. */
  systemId: number;
  /** The tenant's sub-domain. */
  subDomain: string;
}

/** The calls by name. */
export interface MyWorkpalCalls {
  /** The tenants that the client may see, or the one of this key. */
  listTenants: Endpoint<{ company?: string; subDomain?: string }, unknown>;
  /** A tenant's users with these e-mails, in any state. */
  listUsers: Endpoint<{ subDomain: string; emails: string[] }, unknown>;
  /** Creates a user, at `paths.createUser`. */
  createUser: Endpoint<{ email: string; subDomain: string; details?: MyWorkpalDetails }, unknown>;
}
const CALLS: ReadonlyArray<keyof MyWorkpalCalls> = ["listTenants", "listUsers", "createUser"];

/** A client of one MyWorkpal installation. */
export class MyWorkpal extends Client<MyWorkpalUser, MyWorkpalKey, MyWorkpalCalls> {
  /**
   * Sends nothing. Where the module is not there yet (a page before `init()`), the first call checks the options.
   * @throws ProvisorError `config_invalid` or `config_missing`, naming the option and what to write instead.
   */
  constructor(options: MyWorkpalOptions) {
    super("myworkpal", CALLS, options, new.target);
  }
}
