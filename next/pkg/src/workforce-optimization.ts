/** Workforce Optimization, "Classic": session login, one list of everybody, read-modify-write. */

import { Client } from "./client.js";
import { calledAt, from, ProvisorError } from "./errors.js";
import { isPage } from "./host.js";
import type { CommonOptions, Endpoint } from "./types.js";

/** The options of a Workforce Optimization client. */
export interface WorkforceOptimizationOptions extends CommonOptions {
  /** The host, such as `https://uk.calabriocloud.com`, without `/api/rest`. */
  baseUrl: string;
  /** A user's name and password: the default administrator role, or its equal. */
  credentials: {
    /** The user name. */
    userId: string;
    /** The password. */
    password: string;
  };
  /** The user name of somebody whose roles and views may be copied, where the platform does not list them. */
  referenceUser?: string;
  /** What a new person gets who is given nothing else. */
  defaults?: {
    /** `{firstName}` and `{lastName}` are filled in: `{firstName} {lastName}` unless given. */
    displayName?: string;
    /** The time zone. */
    timeZone?: string;
  };
  /** Paths that no public source names; they are only read from. */
  paths?: {
    /** The roles. */
    roles?: string;
    /** The WFM views. */
    views?: string;
  };
}

/** What identifies a person. */
export interface WorkforceOptimizationKey {
  /** The user name: a valid e-mail address. */
  userName: string;
}

/** Over whom a person has scope, by names. */
export interface WorkforceOptimizationScope {
  /** All teams there are. */
  tenant?: boolean;
  /** Groups of teams. */
  groups?: string[];
  /** Teams. */
  teams?: string[];
}

/** A person. */
export interface WorkforceOptimizationUser extends WorkforceOptimizationKey {
  /** The first name. */
  firstName: string;
  /** The last name. */
  lastName: string;
  /** The name shown; from the names unless given. */
  displayName?: string;
  /** The time zone. */
  timeZone?: string;
  /** Used when creating only; it must meet the tenant's policy. */
  password?: string;
  /** What is not given is what an API user has: an administrator's account of an application. */
  preset?: "apiUser";
  /** The roles, by name; needed without `preset`. */
  roles?: string[];
  /** The team, by name; needed without `preset`. */
  team?: string;
  /** Over whom the person has scope. */
  scope?: WorkforceOptimizationScope;
  /** The WFM views, by name; the first is the main view. */
  wfmViews?: string[];
}

/** A record, as the platform has it. */
export type WorkforceOptimizationRecord = Record<string, unknown>;

/** The calls by name. */
export interface WorkforceOptimizationCalls {
  /** Everybody whom the session may see, a few fields of each. */
  listUsers: Endpoint<object, WorkforceOptimizationRecord[]>;
  /** The teams. */
  listTeams: Endpoint<object, WorkforceOptimizationRecord[]>;
  /** The groups of teams. */
  listGroups: Endpoint<object, WorkforceOptimizationRecord[]>;
  /** The roles, at `paths.roles`. */
  listRoles: Endpoint<object, WorkforceOptimizationRecord[]>;
  /** The WFM views, at `paths.views`. */
  listViews: Endpoint<object, WorkforceOptimizationRecord[]>;
  /** A whole person. */
  readUser: Endpoint<{
    /** The person's id. */
    personId: number;
  }, WorkforceOptimizationRecord>;
  /** Creates a person. */
  createUser: Endpoint<{
    /** The whole record. */
    record: WorkforceOptimizationRecord;
  }, string>;
  /** Writes a whole person back. */
  replaceUser: Endpoint<{
    /** The person's id. */
    personId: number;
    /** The whole record. */
    record: WorkforceOptimizationRecord;
  }, void>;
}
const CALLS: ReadonlyArray<keyof WorkforceOptimizationCalls> = [
  "listUsers",
  "listTeams",
  "listGroups",
  "listRoles",
  "listViews",
  "readUser",
  "createUser",
  "replaceUser",
];

/**
 * A client of one Workforce Optimization installation. It does not work in web pages, not even with `allowBrowser`:
 * the session is a cookie, and browsers let no page set one.
 */
export class WorkforceOptimization extends Client<
  WorkforceOptimizationUser,
  WorkforceOptimizationKey,
  WorkforceOptimizationCalls
> {
  /**
   * Sends nothing. Where the module is not there yet, the first call checks the options.
   * @throws ProvisorError `config_invalid` or `config_missing`, naming the option and what to write instead; `unsupported` in a page.
   */
  constructor(options: WorkforceOptimizationOptions) {
    if (isPage() || !keepsCookies()) throw from(calledAt(new.target), unsupported());
    super("workforce-optimization", CALLS, options, new.target);
  }
}

function unsupported(): ProvisorError {
  return new ProvisorError({
    code: "unsupported",
    platform: "workforce-optimization",
    message: "Workforce Optimization cannot be reached from a browser: its session is a cookie, which no page may set",
    hint: "provision through a Cloudflare Worker or a server of your own, and let the page ask that",
  });
}

/** Workers in a browser are no pages, and their requests lose the header as well. */
function keepsCookies(): boolean {
  if (typeof Request !== "function") return true;
  return new Request("https://localhost/", { headers: { cookie: "a=b" } }).headers.has("cookie");
}
