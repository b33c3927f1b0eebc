/** MyWorkpal: OData look-ups, a create, a look to verify. */

import { Client } from "./client.js";
import type {
  CommonOptions,
  HttpRequest,
  Listing,
  MyWorkpalCreatedUser,
  MyWorkpalDetails,
  MyWorkpalOwnOptions,
  MyWorkpalTenantRecord,
  MyWorkpalUser as Given,
  MyWorkpalUserRecord,
} from "./generated/types.js";
import type { HostOptions } from "./host.js";
import type { Answer } from "./run.js";

/** The options of a MyWorkpal client. */
export interface MyWorkpalOptions extends MyWorkpalOwnOptions, CommonOptions, HostOptions {}

/** A user: an e-mail, the tenant by company name or by sub-domain, and optional details. */
export type MyWorkpalUser = Omit<Given, "company" | "subDomain"> &
  ({ company: string; subDomain?: undefined } | { subDomain: string; company?: undefined });

/** A tenant by company name or by sub-domain; neither asks for any one. */
export type MyWorkpalTenantKey = { company: string } | { subDomain: string };

/** Users of a tenant by e-mail. */
export type MyWorkpalUserQuery = { subDomain: string } & ({ email: string } | { emails: string[] });

/** A user's record of a tenant. */
export interface MyWorkpalRecordKey {
  systemId: number;
  subDomain: string;
}

/** A client of one MyWorkpal installation. */
export class MyWorkpal extends Client<MyWorkpalUser> {
  constructor(options: MyWorkpalOptions) {
    super("myworkpal", options);
  }

  /** The request of every call, as data; nothing is sent. Secrets show as `{name}`. */
  readonly requests = {
    token: (): HttpRequest => this.build("token"),
    tenantList: (key?: MyWorkpalTenantKey): HttpRequest => this.build("tenantList", key),
    userList: (query: MyWorkpalUserQuery): HttpRequest => this.build("userList", query),
    createUser: (user: { email: string; subDomain: string; details?: MyWorkpalDetails }): HttpRequest =>
      this.build("createUser", user),
    employeeRecord: (key: { systemId: number }): HttpRequest => this.build("employeeRecord", key),
    updateEmployee: (key: { systemId: number; subDomain?: string; record: object }): HttpRequest =>
      this.build("updateEmployee", key),
    personalRecord: (key: MyWorkpalRecordKey): HttpRequest => this.build("personalRecord", key),
    updatePersonal: (key: MyWorkpalRecordKey & { record: object }): HttpRequest => this.build("updatePersonal", key),
    addresses: (key: MyWorkpalRecordKey): HttpRequest => this.build("addresses", key),
    metadataValues: (key: { tenantId: number; systemId: number }): HttpRequest => this.build("metadataValues", key),
  };

  /** Reads the answer of every call; an answer that is an error is thrown as a ProvisorError. */
  readonly responses = {
    token: (answer: Answer) => this.parse("token", answer) as { expiresInMs: number | null; scope: string | null },
    tenantList: (answer: Answer) => this.parse("tenantList", answer) as Listing<MyWorkpalTenantRecord>,
    userList: (answer: Answer) => this.parse("userList", answer) as Listing<MyWorkpalUserRecord>,
    createUser: (answer: Answer) => this.parse("createUser", answer) as MyWorkpalCreatedUser,
    employeeRecord: (answer: Answer) => this.parse("employeeRecord", answer) as Record<string, unknown>,
    updateEmployee: (answer: Answer): void => void this.parse("updateEmployee", answer),
    personalRecord: (answer: Answer) => this.parse("personalRecord", answer) as Record<string, unknown>,
    updatePersonal: (answer: Answer): void => void this.parse("updatePersonal", answer),
    addresses: (answer: Answer) => this.parse("addresses", answer) as Array<Record<string, unknown>>,
    metadataValues: (answer: Answer): unknown => this.parse("metadataValues", answer),
  };
}
