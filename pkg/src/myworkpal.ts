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
import type { Answer, SessionFacts } from "./run.js";

/** The options of a MyWorkpal client. */
export interface MyWorkpalOptions extends MyWorkpalOwnOptions, CommonOptions, HostOptions {}

/** A user: an e-mail, the tenant by company name or by sub-domain, and optional details. */
export type MyWorkpalUser = Omit<Given, "company" | "subDomain"> &
  (
    | {
        /** The tenant by its company's name. */
        company: string;
        /** Not beside `company`. */
        subDomain?: undefined;
      }
    | {
        /** The tenant by its sub-domain. */
        subDomain: string;
        /** Not beside `subDomain`. */
        company?: undefined;
      }
  );

/** A tenant by company name or by sub-domain; neither asks for any one. */
export type MyWorkpalTenantKey =
  | {
      /** The company's name, in any case. */
      company: string;
    }
  | {
      /** The sub-domain. */
      subDomain: string;
    };

/** Users of a tenant by e-mail. */
export type MyWorkpalUserQuery = {
  /** The tenant's sub-domain. */
  subDomain: string;
} & (
  | {
      /** The e-mail of one. */
      email: string;
    }
  | {
      /** The e-mails of several. */
      emails: string[];
    }
);

/** A user's record of a tenant. */
export interface MyWorkpalRecordKey {
  /** The user's SystemID. */
  systemId: number;
  /** The tenant's sub-domain. */
  subDomain: string;
}

/** A client of one MyWorkpal installation. */
export class MyWorkpal extends Client<MyWorkpalUser> {
  /**
   * Sends nothing. Where the module is not there yet (a page before `init()`), the first call checks the options.
   * @throws ProvisorError `config_invalid` or `config_missing`, naming the option and what to write instead.
   */
  constructor(options: MyWorkpalOptions) {
    super("myworkpal", options);
  }

  /** The request of every call, as data; nothing is sent. Secrets show as `{name}`. */
  readonly requests = {
    /** `POST /idp/connect/token`: an access token for the client. */
    token: (): HttpRequest => this.build("token"),
    /** `GET /api/admin/tenant/list/get`: the tenants that the client may see, or the one of this key. */
    tenantList: (key?: MyWorkpalTenantKey): HttpRequest => this.build("tenantList", key),
    /** `GET /api/admin/users/list/get/all/{subDomain}`: a tenant's users with these e-mails, in any state. */
    userList: (query: MyWorkpalUserQuery): HttpRequest => this.build("userList", query),
    /** `POST`, at `paths.createUser`: creates a user. */
    createUser: (user: { email: string; subDomain: string; details?: MyWorkpalDetails }): HttpRequest =>
      this.build("createUser", user),
    /** `GET /api/employee/fulldata/get/{systemId}`: the whole employee record. */
    employeeRecord: (key: { systemId: number }): HttpRequest => this.build("employeeRecord", key),
    /** `POST`, at `paths.updateEmployee`: writes a whole employee record back. */
    updateEmployee: (key: { systemId: number; subDomain?: string; record: object }): HttpRequest =>
      this.build("updateEmployee", key),
    /** `GET /api/person/tenant/{subDomain}/get/{systemId}`: the whole personal record. */
    personalRecord: (key: MyWorkpalRecordKey): HttpRequest => this.build("personalRecord", key),
    /** `POST`, at `paths.updatePersonal`: writes a whole personal record back. */
    updatePersonal: (key: MyWorkpalRecordKey & { record: object }): HttpRequest => this.build("updatePersonal", key),
    /** `GET`, at `paths.addresses`: a user's address records. */
    addresses: (key: MyWorkpalRecordKey): HttpRequest => this.build("addresses", key),
    /** `POST /api/admin/metadata/values/get`: the tenant's own fields of a user. */
    metadataValues: (key: { tenantId: number; systemId: number }): HttpRequest => this.build("metadataValues", key),
  };

  /** Reads the answer of every call; an answer that is an error is thrown as a ProvisorError. */
  readonly responses = {
    /** The session, without its token. */
    token: (answer: Answer) => this.parse("token", answer) as SessionFacts,
    /** The tenants, 3 keys of each. */
    tenantList: (answer: Answer) => this.parse("tenantList", answer) as Listing<MyWorkpalTenantRecord>,
    /** The users, 7 keys of each. */
    userList: (answer: Answer) => this.parse("userList", answer) as Listing<MyWorkpalUserRecord>,
    /** The id of the new user; a refusal in a 200 is thrown as well. */
    createUser: (answer: Answer) => this.parse("createUser", answer) as MyWorkpalCreatedUser,
    /** The employee record, as the platform has it. */
    employeeRecord: (answer: Answer) => this.parse("employeeRecord", answer) as Record<string, unknown>,
    /** Nothing: that it was written, a read tells. */
    updateEmployee: (answer: Answer): void => void this.parse("updateEmployee", answer),
    /** The personal record, as the platform has it. */
    personalRecord: (answer: Answer) => this.parse("personalRecord", answer) as Record<string, unknown>,
    /** Nothing: that it was written, a read tells. */
    updatePersonal: (answer: Answer): void => void this.parse("updatePersonal", answer),
    /** The address records; a new user has an empty one. */
    addresses: (answer: Answer) => this.parse("addresses", answer) as Array<Record<string, unknown>>,
    /** The fields, in whatever shape the platform has them. */
    metadataValues: (answer: Answer): unknown => this.parse("metadataValues", answer),
  };
}
