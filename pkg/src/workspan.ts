/** WorkSpan: Application Users made by hand and proven by software; people through a SCIM without PATCH. */

import { Client } from "./client.js";
import { core } from "./core.js";
import type {
  ApplicationUserSteps,
  CommonOptions,
  HttpRequest,
  WorkSpanCreatedUser,
  WorkSpanOwnOptions,
  WorkSpanUser,
} from "./generated/types.js";
import type { HostOptions } from "./host.js";
import type { Answer, SessionFacts } from "./run.js";
import type { Resource } from "./scim.js";

/** The options of a WorkSpan client. */
export interface WorkSpanOptions extends WorkSpanOwnOptions, CommonOptions, HostOptions {}

/** Users as the platform lists them. */
export interface WorkSpanUserList {
  /** What the platform says that there are in all, null where it says nothing; not believed. */
  totalResults: number | null;
  /** The users found. */
  resources: Resource[];
}

/** A client of one WorkSpan environment. */
export class WorkSpan extends Client<WorkSpanUser> {
  /**
   * Sends nothing. Where the module is not there yet (a page before `init()`), the first call checks the options.
   * @throws ProvisorError `config_invalid` or `config_missing`, naming the option and what to write instead.
   */
  constructor(options: WorkSpanOptions) {
    super("workspan", options);
  }

  /**
   * How a Company Administrator makes an Application User: it can be made in the web interface only. Show the steps,
   * then prove the pair with `connect()`. In browsers, `await init()` first.
   */
  applicationUserSteps(wanted: { name: string; accessType: string; clientId?: string }): ApplicationUserSteps {
    return core().workspanSteps(wanted) as ApplicationUserSteps;
  }

  /** The request of every call, as data; nothing is sent. Secrets show as `{name}`. */
  readonly requests = {
    /** An access token for the Application User. */
    token: (): HttpRequest => this.build("token"),
    /** `GET /report/v1/list`: the harmless read that proves the pair. */
    reportList: (): HttpRequest => this.build("reportList"),
    /** `GET /api/scim/v2/Users`: the users of this user name, which is the e-mail. */
    listUsers: (query: { userName: string }): HttpRequest => this.build("listUsers", query),
    /** `POST /api/scim/v2/Users`: creates a user. */
    createUser: (user: WorkSpanUser): HttpRequest => this.build("createUser", user),
    /** `GET /api/scim/v2/Users/{id}`: one user. */
    readUser: (key: { id: string }): HttpRequest => this.build("readUser", key),
    /** `PUT /api/scim/v2/Users/{id}`: replaces a user by this record, whole. */
    replaceUser: (key: { id: string; record: object }): HttpRequest => this.build("replaceUser", key),
  };

  /** Reads the answer of every call; an answer that is an error is thrown as a ProvisorError. */
  readonly responses = {
    /** The session, without its token. */
    token: (answer: Answer) => this.parse("token", answer) as SessionFacts,
    /** Nothing: that it is no error is the proof. */
    reportList: (answer: Answer): void => void this.parse("reportList", answer),
    /** The users found. */
    listUsers: (answer: Answer) => this.parse("listUsers", answer) as WorkSpanUserList,
    /** The id, and whether the user is new. */
    createUser: (answer: Answer) => this.parse("createUser", answer) as WorkSpanCreatedUser,
    /** The user, with every attribute. */
    readUser: (answer: Answer) => this.parse("readUser", answer) as Resource,
    /** Nothing: that it was written, a read tells. */
    replaceUser: (answer: Answer): void => void this.parse("replaceUser", answer),
  };
}
