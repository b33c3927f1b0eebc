/** MyWorkpal: OData look-ups, a create, a look to verify. */

import { Client } from "./client.js";
import type { ClientCredentials, CommonOptions, Endpoint } from "./types.js";

/**
 * Paths below `baseUrl` that no public document names: ask the vendor's support for them. `{systemId}`, `{tenantId}` and
 * `{subDomain}` in them are filled in. What needs one that is not set is refused.
 */
export interface MyWorkpalPaths {
  /** `POST`: creates a user. */
  createUser?: string;
  /** `POST`: writes a whole employee record back. */
  updateEmployee?: string;
  /** `POST`: writes a whole personal record back. */
  updatePersonal?: string;
  /** `GET`: the address records of a user. */
  readAddresses?: string;
  /** `POST`: writes the addresses of a user. */
  updateAddresses?: string;
  /** `POST`: writes the tenant's own fields of a user. */
  updateMetadata?: string;
  /** `POST`: writes the salary of a user. */
  updateSalary?: string;
}

/** The options of a MyWorkpal client. */
export interface MyWorkpalOptions extends CommonOptions {
  /** The API's address; it differs per customer, such as `https://webapi.myworkpal.co.uk`. */
  baseUrl: string;
  /** The API client, as an administrator made it. */
  credentials: ClientCredentials;
  /** Paths without a default. */
  paths?: MyWorkpalPaths;
  /** What to put around the addresses of a user when they are written, as the vendor's article has it. */
  addressBody?: Record<string, unknown>;
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
  /** Job title, start date, … */
  employeeDetails?: Record<string, unknown>;
  /** The tenant's own fields about the person. */
  metaDataPersonal?: Record<string, unknown>;
  /** The tenant's own fields about the employment. */
  metaDataEmployee?: Record<string, unknown>;
  /** Fields of the salary, which extends the employee record; written to somebody who exists. */
  salaryDetails?: Record<string, unknown>;
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

/** A page of a list. */
export interface MyWorkpalList<Item> {
  /** How many there are, as the platform says. */
  count: number;
  /** What was found. */
  results: Item[];
}
/** A record, as the platform has it. */
export type MyWorkpalRecord = Record<string, unknown>;
/** Whose record: by the id, and by the tenant where the path names it. */
export interface MyWorkpalOwner {
  /** The user's SystemID. */
  systemId: number;
  /** The tenant's id. */
  tenantId?: number;
  /** The tenant's sub-domain. */
  subDomain?: string;
}
/** A record to be written back, whole. */
export interface MyWorkpalWritten extends MyWorkpalOwner {
  /** The record. */
  record: MyWorkpalRecord;
}

/** The calls by name. */
export interface MyWorkpalCalls {
  /** The tenants that the client may see, or the one of this key. */
  listTenants: Endpoint<{
    /** The company's name. */
    company?: string;
    /** The tenant's sub-domain. */
    subDomain?: string;
  }, MyWorkpalList<MyWorkpalRecord>>;
  /** A tenant's users with these e-mails, in any state. */
  listUsers: Endpoint<{
    /** The tenant's sub-domain. */
    subDomain: string;
    /** E-mail addresses; as many as a URL holds. */
    emails: string[];
  }, MyWorkpalList<MyWorkpalRecord>>;
  /** Creates a user, at `paths.createUser`. */
  createUser: Endpoint<{
    /** The e-mail address. */
    email: string;
    /** The tenant's sub-domain. */
    subDomain: string;
    /** What else is known of the user. */
    details?: MyWorkpalDetails;
  }, string>;
  /** The whole employee record. */
  readEmployeeRecord: Endpoint<{
    /** The user's SystemID. */
    systemId: number;
  }, MyWorkpalRecord>;
  /** The whole personal record. */
  readPersonalRecord: Endpoint<{
    /** The user's SystemID. */
    systemId: number;
    /** The tenant's sub-domain. */
    subDomain: string;
  }, MyWorkpalRecord>;
  /** The address records, at `paths.readAddresses`. */
  readAddresses: Endpoint<MyWorkpalOwner, MyWorkpalRecord[]>;
  /** The tenant's own fields of a user. */
  readMetadata: Endpoint<{
    /** The user's SystemID. */
    systemId: number;
    /** The tenant's id. */
    tenantId: number;
  }, MyWorkpalRecord>;
  /** Writes a whole employee record back, at `paths.updateEmployee`. */
  replaceEmployeeRecord: Endpoint<MyWorkpalWritten, void>;
  /** Writes a whole personal record back, at `paths.updatePersonal`. */
  replacePersonalRecord: Endpoint<MyWorkpalWritten, void>;
  /** Writes the addresses, at `paths.updateAddresses`. */
  replaceAddresses: Endpoint<MyWorkpalWritten, void>;
  /** Writes the tenant's own fields, at `paths.updateMetadata`. */
  replaceMetadata: Endpoint<MyWorkpalWritten, void>;
  /** Writes the salary, at `paths.updateSalary`. */
  replaceSalary: Endpoint<MyWorkpalWritten, void>;
}
const CALLS: ReadonlyArray<keyof MyWorkpalCalls> = [
  "listTenants",
  "listUsers",
  "createUser",
  "readEmployeeRecord",
  "readPersonalRecord",
  "readAddresses",
  "readMetadata",
  "replaceEmployeeRecord",
  "replacePersonalRecord",
  "replaceAddresses",
  "replaceMetadata",
  "replaceSalary",
];

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
