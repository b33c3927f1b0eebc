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
  userName: string;
  firstName: string;
  lastName: string;
  password?: string;
  team: WorkforceOptimizationTeam;
  roles?: WorkforceOptimizationRole[];
  /** The ids of the groups in scope. */
  groups?: number[];
  /** The ids of the teams in scope. */
  teams?: number[];
  views?: WorkforceOptimizationView[];
}

/**
 * A client of one Workforce Optimization installation. It does not work in web pages, not even with `allowBrowser`:
 * the session is a cookie, and browsers let no page set one.
 */
export class WorkforceOptimization extends Client<WorkforceOptimizationUser> {
  constructor(options: WorkforceOptimizationOptions) {
    refuseBrowsers();
    super("workforce-optimization", options);
  }

  /** The request of every call, as data; nothing is sent. Secrets show as `{name}`. */
  readonly requests = {
    authorize: (): HttpRequest => this.build("token"),
    logOut: (): HttpRequest => this.build("logOut"),
    personList: (): HttpRequest => this.build("personList"),
    person: (key: { personId: number }): HttpRequest => this.build("person", key),
    createPerson: (person: WorkforceOptimizationNewPerson): HttpRequest => this.build("createPerson", person),
    updatePerson: (key: { personId: number; record: object }): HttpRequest => this.build("updatePerson", key),
    personStatus: (key: { personId: number }): HttpRequest => this.build("personStatus", key),
    setPersonStatus: (key: { personId: number; status: WorkforceOptimizationLock }): HttpRequest =>
      this.build("setPersonStatus", key),
    groupList: (): HttpRequest => this.build("groupList"),
    teamList: (): HttpRequest => this.build("teamList"),
    roleList: (): HttpRequest => this.build("roleList"),
    viewList: (): HttpRequest => this.build("viewList"),
  };

  /** Reads the answer of every call; an answer that is an error is thrown as a ProvisorError. */
  readonly responses = {
    authorize: (answer: Answer): void => void this.parse("token", answer),
    logOut: (answer: Answer): void => void this.parse("logOut", answer),
    personList: (answer: Answer) => this.parse("personList", answer) as WorkforceOptimizationPersonEntry[],
    person: (answer: Answer) => this.parse("person", answer) as Record<string, unknown>,
    createPerson: (answer: Answer) => this.parse("createPerson", answer) as WorkforceOptimizationCreatedPerson,
    updatePerson: (answer: Answer): void => void this.parse("updatePerson", answer),
    personStatus: (answer: Answer) => this.parse("personStatus", answer) as WorkforceOptimizationLock,
    setPersonStatus: (answer: Answer): void => void this.parse("setPersonStatus", answer),
    groupList: (answer: Answer) => this.parse("groupList", answer) as WorkforceOptimizationGroup[],
    teamList: (answer: Answer) => this.parse("teamList", answer) as WorkforceOptimizationTeam[],
    roleList: (answer: Answer) => this.parse("roleList", answer) as WorkforceOptimizationRole[],
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
