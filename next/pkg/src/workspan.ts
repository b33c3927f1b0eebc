/** WorkSpan: Application Users made by hand and proven by software; people through a SCIM without PATCH. */

import { Client } from "./client.js";
import { build } from "./core.js";
import type { Resource } from "./scim.js";
import type { ClientCredentials, CommonOptions, Endpoint } from "./types.js";

/** The options of a WorkSpan client. */
export interface WorkSpanOptions extends CommonOptions {
  /** The API's address: `https://api-sandbox.workspan.com`, `https://api.workspan.com`. */
  baseUrl: string;
  /** The Application User's id and secret. */
  credentials: ClientCredentials;
  /** The environment, such as `uat.workspan.com`, unless it is production. */
  environment?: string;
  /** The gateway's key, where one is wanted. */
  subscriptionKey?: string;
}

/** What identifies a user. */
export interface WorkSpanKey {
  /** The e-mail, which is the user name as well; people are matched by it. */
  email: string;
}

/** A user. */
export interface WorkSpanUser extends WorkSpanKey {
  /** The first name. */
  givenName: string;
  /** The last name. */
  familyName: string;
  /** The name to show. */
  displayName?: string;
  /** The department. */
  department?: string;
  /** Whether the user may work. Left out: a new user may, and whatever it is for another. */
  active?: boolean;
}

/** The calls by name. */
export interface WorkSpanCalls {
  /** `GET /report/v1/list`: the harmless read that proves the pair. */
  listReports: Endpoint<object, void>;
  /** `GET /api/scim/v2/Users`: the users of this user name, which is the e-mail. */
  listUsers: Endpoint<{
    /** The e-mail address. */
    email: string;
  }, Resource[]>;
  /** `POST /api/scim/v2/Users`: creates a user. */
  createUser: Endpoint<{
    /** The user. */
    user: WorkSpanUser;
  }, string>;
  /** `GET /api/scim/v2/Users/{id}`: one user. */
  readUser: Endpoint<{
    /** The user's id. */
    id: string;
  }, Resource>;
  /** `PUT /api/scim/v2/Users/{id}`: replaces a user by this record, whole. */
  replaceUser: Endpoint<{
    /** The user's id. */
    id: string;
    /** The whole record. */
    record: Resource;
  }, void>;
}
const CALLS: ReadonlyArray<keyof WorkSpanCalls> = ["listReports", "listUsers", "createUser", "readUser", "replaceUser"];

/** How an Application User is made, for a console to show. */
export interface ApplicationUserGuide {
  /** What to do, in order. */
  steps: Array<{
    /** Where in WorkSpan. */
    place: string;
    /** What to do there. */
    action: string;
    /** What it gives. */
    gives?: "clientId" | "clientSecret";
  }>;
  /** What to know about it. */
  warnings: string[];
}

/** A client of one WorkSpan environment. */
export class WorkSpan extends Client<WorkSpanUser, WorkSpanKey, WorkSpanCalls> {
  /**
   * Sends nothing. Where the module is not there yet (a page before `init()`), the first call checks the options.
   * @throws ProvisorError `config_invalid` or `config_missing`, naming the option and what to write instead.
   */
  constructor(options: WorkSpanOptions) {
    super("workspan", CALLS, options, new.target);
  }

  /**
   * How a Company Administrator makes an Application User: it can be made in the web interface only. Show the steps, then
   * prove the pair with `connect()`. In browsers, `await init()` first.
   */
  static applicationUserGuide(wanted: {
    /** How the Application User is to be called. */
    name: string;
    /** Its security profile, such as `Object Read`. */
    accessType: string;
    /** Its id, where it is known. */
    clientId?: string;
  }): ApplicationUserGuide {
    return build("workspan", "input", wanted);
  }
}
