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
import type { Answer } from "./run.js";
import type { Resource } from "./scim.js";

/** The options of a WorkSpan client. */
export interface WorkSpanOptions extends WorkSpanOwnOptions, CommonOptions, HostOptions {}

/** A client of one WorkSpan environment. */
export class WorkSpan extends Client<WorkSpanUser> {
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
    token: (): HttpRequest => this.build("token"),
    reportList: (): HttpRequest => this.build("reportList"),
    listUsers: (query: { userName: string }): HttpRequest => this.build("listUsers", query),
    createUser: (user: WorkSpanUser): HttpRequest => this.build("createUser", user),
    readUser: (key: { id: string }): HttpRequest => this.build("readUser", key),
    replaceUser: (key: { id: string; record: object }): HttpRequest => this.build("replaceUser", key),
  };

  /** Reads the answer of every call; an answer that is an error is thrown as a ProvisorError. */
  readonly responses = {
    token: (answer: Answer) => this.parse("token", answer) as { expiresInMs: number | null; scope: string | null },
    reportList: (answer: Answer): void => void this.parse("reportList", answer),
    listUsers: (answer: Answer) =>
      this.parse("listUsers", answer) as { totalResults: number | null; resources: Resource[] },
    createUser: (answer: Answer) => this.parse("createUser", answer) as WorkSpanCreatedUser,
    readUser: (answer: Answer) => this.parse("readUser", answer) as Resource,
    replaceUser: (answer: Answer): void => void this.parse("replaceUser", answer),
  };
}
