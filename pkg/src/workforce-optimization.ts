/** Workforce Optimization, "Classic": session login, one list of everybody, read-modify-write. */

import { Client } from "./client.js";
import { ProvisorError } from "./errors.js";
import type {
  CommonOptions,
  HttpRequest,
  WorkforceOptimizationCreatedPerson,
  WorkforceOptimizationGroup,
  WorkforceOptimizationLock,
  WorkforceOptimizationOwnOptions,
  WorkforceOptimizationPersonEntry,
  WorkforceOptimizationRole,
  WorkforceOptimizationTeam,
  WorkforceOptimizationUser,
  WorkforceOptimizationView,
} from "./generated/types.js";
import { isPage, type HostOptions } from "./host.js";
import type { Answer } from "./run.js";

/** The options of a Workforce Optimization client. */
export interface WorkforceOptimizationOptions extends WorkforceOptimizationOwnOptions, CommonOptions, HostOptions {}

/** A new person, with ids in the place of names: those of the lists. */
export interface WorkforceOptimizationNewPerson {
  /** The user name: a valid e-mail address. */
  userName: string;
  /** The first name. */
  firstName: string;
  /** The last name. */
  lastName: string;
  /** Must meet the tenant's policy. */
  password?: string;
  /** The team. */
  team: WorkforceOptimizationTeam;
  /** The roles; none unless given. */
  roles?: WorkforceOptimizationRole[];
  /** The ids of the groups in scope. */
  groups?: number[];
  /** The ids of the teams in scope. */
  teams?: number[];
  /** The WFM views; none unless given. */
  views?: WorkforceOptimizationView[];
}

/**
 * A client of one Workforce Optimization installation. It does not work in web pages, not even with `allowBrowser`:
 * the session is a cookie, and browsers let no page set one.
 */
export class WorkforceOptimization extends Client<WorkforceOptimizationUser> {
  /**
   * Sends nothing. Where the module is not there yet (a page before `init()`), the first call checks the options.
   * @throws ProvisorError `config_invalid` or `config_missing`, naming the option and what to write instead; `unsupported` in a page.
   */
  constructor(options: WorkforceOptimizationOptions) {
    refuseBrowsers();
    super("workforce-optimization", options);
  }

  /** The request of every call, as data; nothing is sent. Secrets show as `{name}`. */
  readonly requests = {
    /** `POST /api/rest/authorize`: logs in. */
    authorize: (): HttpRequest => this.build("token"),
    /** `DELETE /api/rest/authorize`: ends the session. */
    logOut: (): HttpRequest => this.build("logOut"),
    /** `GET /api/rest/org/common/person/permission/ViewOrg`: everybody whom the session may see. */
    personList: (): HttpRequest => this.build("personList"),
    /** `GET /api/rest/org/common/person/{personId}`: a whole person. */
    person: (key: { personId: number }): HttpRequest => this.build("person", key),
    /** `POST /api/rest/org/common/person`: creates a person. */
    createPerson: (person: WorkforceOptimizationNewPerson): HttpRequest => this.build("createPerson", person),
    /** `PUT /api/rest/org/common/person/{personId}`: writes a whole person back. */
    updatePerson: (key: { personId: number; record: object }): HttpRequest => this.build("updatePerson", key),
    /** `GET /api/rest/org/common/person/{personId}/status`: whether a person is locked. */
    personStatus: (key: { personId: number }): HttpRequest => this.build("personStatus", key),
    /** `PUT /api/rest/org/common/person/{personId}/status`: locks or unlocks a person. */
    setPersonStatus: (key: { personId: number; status: WorkforceOptimizationLock }): HttpRequest =>
      this.build("setPersonStatus", key),
    /** `GET /api/rest/org/common/group/permission/ViewOrg`: the groups of teams. */
    groupList: (): HttpRequest => this.build("groupList"),
    /** `GET /api/rest/org/common/team/permission/ViewOrg`: the teams. */
    teamList: (): HttpRequest => this.build("teamList"),
    /** `GET`, at `paths.roles`: the roles. */
    roleList: (): HttpRequest => this.build("roleList"),
    /** `GET`, at `paths.views`: the WFM views. */
    viewList: (): HttpRequest => this.build("viewList"),
  };

  /** Reads the answer of every call; an answer that is an error is thrown as a ProvisorError. */
  readonly responses = {
    /** Nothing: the session is a cookie, which is not read out. */
    authorize: (answer: Answer): void => void this.parse("token", answer),
    /** Nothing: the session is over. */
    logOut: (answer: Answer): void => void this.parse("logOut", answer),
    /** The people, 4 keys of each. */
    personList: (answer: Answer) => this.parse("personList", answer) as WorkforceOptimizationPersonEntry[],
    /** The person, as the platform has it. */
    person: (answer: Answer) => this.parse("person", answer) as Record<string, unknown>,
    /** The id of the new person. */
    createPerson: (answer: Answer) => this.parse("createPerson", answer) as WorkforceOptimizationCreatedPerson,
    /** Nothing: that it was written, a read tells. */
    updatePerson: (answer: Answer): void => void this.parse("updatePerson", answer),
    /** Whether the person can log in. */
    personStatus: (answer: Answer) => this.parse("personStatus", answer) as WorkforceOptimizationLock,
    /** Nothing: that it was written, a read tells. */
    setPersonStatus: (answer: Answer): void => void this.parse("setPersonStatus", answer),
    /** The groups. */
    groupList: (answer: Answer) => this.parse("groupList", answer) as WorkforceOptimizationGroup[],
    /** The teams. */
    teamList: (answer: Answer) => this.parse("teamList", answer) as WorkforceOptimizationTeam[],
    /** The roles. */
    roleList: (answer: Answer) => this.parse("roleList", answer) as WorkforceOptimizationRole[],
    /** The views. */
    viewList: (answer: Answer) => this.parse("viewList", answer) as WorkforceOptimizationView[],
  };
}

/** Browsers take the Cookie header from every request without a word: the platform would see no session. */
function refuseBrowsers(): void {
  if (!isPage() && keepsCookies()) return;
  throw new ProvisorError({
    code: "unsupported",
    message: "Workforce Optimization cannot be reached from a browser: its session is a cookie that browsers let no page set",
    platform: "workforce-optimization",
    hint: "provision through a Cloudflare Worker or a server of your own, and let the page ask that",
  });
}

/** Workers in a browser are no pages, and their requests lose the header as well. */
function keepsCookies(): boolean {
  if (typeof Request !== "function") return true;
  return new Request("https://localhost/", { headers: { cookie: "a=b" } }).headers.has("cookie");
}
