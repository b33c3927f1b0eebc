/**
 * SCIM 2.0 (RFC 7643, RFC 7644): builders of filters, queries and bodies, and readers of answers. In a
 * comparison the attribute's name stands first and the value second; neither is ever taken for the other.
 *
 * The builders of filters make plain JSON objects and call nothing; {@link query} and {@link filter} turn them into
 * text. Every check (names, moments, what an operator compares) is made there, and fails with the code
 * `config_invalid` and a text that names the part.
 *
 * @example
 * ```ts
 * scim.query({ filter: scim.eq("userName", 'john "jd" doe'), count: 2 });
 * // filter=userName%20eq%20%22john%20%5C%22jd%5C%22%20doe%22&startIndex=1&count=2
 * scim.patch([{ op: "replace", path: "active", value: false }]);
 * // { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
 * //   Operations: [{ op: "replace", path: "active", value: false }] }
 * ```
 *
 * @module
 */

import { build } from "./core.js";
import { ProvisorError } from "./errors.js";
import { isNode, iso, node, refused, whole } from "./tree.js";
import type { Code } from "./types.js";

declare const made: unique symbol;

/** A condition on a resource, made by a builder. */
export interface Condition {
  /** @internal */
  readonly [made]: "condition";
}

/** Values of a multi-valued attribute that meet a condition: a condition itself, and what a PATCH can be about. */
export interface Complex extends Condition {
  /** @internal */
  readonly values: true;
}

/** A sub-attribute of such values, which only a PATCH can be about. */
export interface Target {
  /** @internal */
  readonly [made]: "target";
}

/** A moment, made by {@link dateTime}. */
export interface Moment {
  /** @internal */
  readonly [made]: "moment";
}

/** What an attribute is compared with. A string is always text, never a name. A `Date` is its moment in UTC. */
export type Value = string | number | bigint | boolean | null | Date | Moment;

/** JSON data. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };

/** A resource, or a body, as JSON. */
export type Resource = { [name: string]: Json | undefined };

/** A query of `/Users` or `/Groups`. `startIndex` and `count` are always sent. */
export interface Query {
  /** Only what meets this condition. */
  filter?: Condition | undefined;
  /** From this one on; the first is 1. */
  startIndex?: number | undefined;
  /** At most so many; 100 where nothing is said. */
  count?: number | undefined;
  /** Paths of the attributes to send. */
  attributes?: readonly string[] | undefined;
  /** Paths of the attributes to leave out. */
  excludedAttributes?: readonly string[] | undefined;
  /** The path of the attribute to sort by. */
  sortBy?: string | undefined;
  /** Which end of the order comes first. */
  sortOrder?: "ascending" | "descending" | undefined;
}

/** A user to create, as RFC 7643 names its attributes; attributes that no schema here knows are passed through. */
export interface UserAttributes {
  /** The user name, which tells users apart. */
  userName: string;
  /** The id that the user has with the client. */
  externalId?: string | undefined;
  /** The parts of the name. */
  name?:
    | {
        /** The first name. */
        givenName?: string;
        /** The last name. */
        familyName?: string;
        [more: string]: Json | undefined;
      }
    | undefined;
  /** The name to show. */
  displayName?: string | undefined;
  /** E-mail addresses. */
  emails?:
    | ReadonlyArray<{
        /** The address. */
        value: string;
        /** What it is for, such as `work`. */
        type?: string;
        /** Whether it is the one to use; at most one is. */
        primary?: boolean;
        [more: string]: Json | undefined;
      }>
    | undefined;
  /** Whether the account is active. */
  active?: boolean | undefined;
  /** The enterprise extension, under its short name. */
  enterprise?: {
    /** The number with the employer. */
    employeeNumber?: string;
    /** The cost centre. */
    costCenter?: string;
    /** The organization. */
    organization?: string;
    /** The division. */
    division?: string;
    /** The department. */
    department?: string;
    /** The manager. */
    manager?: {
      /** The id of the manager's user. */
      value: string;
    };
    [more: string]: Json | undefined;
  } | undefined;
  [more: string]: Json | undefined;
}

/** A group to create. */
export interface GroupAttributes {
  /** The name to show. */
  displayName: string;
  /** Members by their id, or as objects. */
  members?: ReadonlyArray<
    | string
    | {
        /** The id of the member. */
        value: string;
        [more: string]: Json | undefined;
      }
  >
    | undefined;
  [more: string]: Json | undefined;
}

/** One change of a PATCH. A path is an attribute's, or made by {@link complex}. */
export type Operation =
  | {
      /** Adds the value, or puts it in the place of what is there. */
      op: "add" | "replace";
      /** Where. */
      path: string | Complex | Target;
      /** What is to be there. */
      value: Json;
    }
  | {
      /** Adds the attributes, or puts them in the place of what is there. */
      op: "add" | "replace";
      /** Left out: the resource itself. */
      path?: undefined;
      /** Attributes by name. */
      value: { readonly [name: string]: Json | undefined };
    }
  | {
      /** Takes away what is there. */
      op: "remove";
      /** Where. */
      path: string | Complex | Target;
    };

/** The body of a PATCH. */
export interface PatchBody {
  /** The URN of a PATCH. */
  schemas: string[];
  /** The changes, in order. */
  Operations: Resource[];
}

/** A page of a listing. */
export interface List {
  /** What is on the page. */
  resources: Resource[];
  /** How many there are in all, as the server says: a hint, often wrong. */
  totalResults?: number;
}

/** A refusal. */
export interface Problem {
  /** What to branch on. */
  code: Code;
  /** What happened, in words. */
  message: string;
  /** The HTTP status. */
  status: number;
  /** The kind, such as `uniqueness`, as the server spells it. */
  scimType?: string;
  /** The server's words. */
  detail?: string;
  /** What to do next. */
  hint?: string;
}

/** What a server can do. */
export interface ServiceConfig {
  /** Whether it takes PATCH. */
  patch: boolean;
  /** Whether it takes filters. */
  filter: boolean;
  /** How many resources a query gives at most. */
  maxResults: number;
  /** Whether its resources have versions (ETags). */
  etag: boolean;
  /** Whether the server said anything; else these are the defaults. */
  isKnown: boolean;
}

function literal(value: Value): unknown {
  switch (typeof value) {
    case "string":
      return whole(value);
    case "boolean":
      return value;
    case "bigint":
      return value >= -(2n ** 53n) && value <= 2n ** 53n
        ? Number(value)
        : refused(`${value} is past the whole numbers that JSON holds exactly everywhere`);
    case "number":
      return Number.isFinite(value) ? value : refused(`${value} is no number that JSON has`);
    case "object":
      if (value === null) return null;
      if (value instanceof Date) return dateTime(value);
      return isNode(value) && "dateTime" in value ? value : refused("an object that the builders did not make is no value");
    default:
      return refused(`${typeof value} is no value: use null for none`);
  }
}

function inner(condition: Condition): unknown {
  return isNode(condition) ? condition : refused("a condition is wanted here: make one with the builders");
}

/** Longer lists are nobody's. */
const MOST = 10_000_000;

/** One builder or reader of the module; what it does not know is left out. */
function read<Result>(name: string, of: unknown, more: object = {}): Result {
  const result = build<unknown>("scim", name, { of, ...more });
  if (name !== "list" && name !== "problem") return result as Result;
  return Object.fromEntries(Object.entries(result as object).filter(([, value]) => value !== null)) as Result;
}

// ---- comparisons

/** A moment with its offset, `2011-05-13T04:42:34Z`; of a `Date`, in UTC. */
export function dateTime(value: string | Date): Moment {
  return node("dateTime", value instanceof Date ? iso(value) : value);
}

/** Equal; of a multi-valued attribute, some value is. */
export const eq = (attribute: string, value: Value): Condition => node("eq", [attribute, literal(value)]);
/** Not equal. */
export const ne = (attribute: string, value: Value): Condition => node("ne", [attribute, literal(value)]);
/** Contains this text. */
export const co = (attribute: string, value: string): Condition => node("co", [attribute, literal(value)]);
/** Starts with this text. */
export const sw = (attribute: string, value: string): Condition => node("sw", [attribute, literal(value)]);
/** Ends with this text. */
export const ew = (attribute: string, value: string): Condition => node("ew", [attribute, literal(value)]);
/** Greater; of a moment, later. */
export const gt = (attribute: string, value: Value): Condition => node("gt", [attribute, literal(value)]);
/** Greater or equal. */
export const ge = (attribute: string, value: Value): Condition => node("ge", [attribute, literal(value)]);
/** Less; of a moment, earlier. */
export const lt = (attribute: string, value: Value): Condition => node("lt", [attribute, literal(value)]);
/** Less or equal. */
export const le = (attribute: string, value: Value): Condition => node("le", [attribute, literal(value)]);
/** Has a value (`pr`). */
export const present = (attribute: string): Condition => node("pr", attribute);

// ---- logic

/** All of these conditions, at least one. */
export const and = (...conditions: readonly Condition[]): Condition => node("and", conditions.map(inner));
/** At least one of these conditions, at least one given. */
export const or = (...conditions: readonly Condition[]): Condition => node("or", conditions.map(inner));
/** Not this condition. */
export const not = (condition: Condition): Condition => node("not", inner(condition));

/**
 * One value of a multi-valued attribute meets the whole condition: `emails[type eq "work"]`. In a PATCH, those
 * values; with a third name, that sub-attribute of theirs: `emails[type eq "work"].value`.
 *
 * @example `scim.complex("emails", scim.eq("type", "work"))`
 */
export function complex(attribute: string, condition: Condition): Complex;
export function complex(attribute: string, condition: Condition, subAttribute: string): Target;
export function complex(attribute: string, condition: Condition, subAttribute?: string): Complex | Target {
  const parts = [attribute, inner(condition)];
  return node("complex", subAttribute === undefined ? parts : [...parts, subAttribute]);
}

// ---- text

/**
 * The query string, without `?`, values percent-encoded (a space is `%20`, never `+`).
 *
 * @throws ProvisorError `config_invalid`, naming the part that is wrong and what to write instead.
 */
export function query(options: Query = {}): string {
  const { filter: condition, ...rest } = options;
  return read("query", condition === undefined ? rest : { ...rest, filter: inner(condition) });
}

/**
 * The text of a filter, not percent-encoded: for a log, or for a client that encodes.
 *
 * @throws ProvisorError `config_invalid`, naming the part that is wrong and what to write instead.
 */
export function filter(condition: Condition): string {
  return read("filter", inner(condition));
}

// ---- bodies

/**
 * The body that creates a user: `schemas` is added, and `enterprise` put under its URN.
 *
 * @throws ProvisorError `config_invalid` when there is no `userName`, or an attribute is the server's to say.
 */
export function user(attributes: UserAttributes): Resource {
  return read("user", attributes);
}

/**
 * The body that creates a group.
 *
 * @throws ProvisorError `config_invalid` when there is no `displayName`, or an attribute is the server's to say.
 */
export function group(attributes: GroupAttributes): Resource {
  return read("group", attributes);
}

/**
 * The body of a PUT, which replaces the whole resource: all that was read, with changes by path, less what is
 * read-only. Null takes an attribute away.
 *
 * @example `scim.replacement(user, { active: false, "name.familyName": "Roe" })`
 * @throws ProvisorError `config_invalid` when a path is none or is the server's to say.
 */
export function replacement(current: Resource, changes: { readonly [path: string]: Json | undefined } = {}): Resource {
  return read("replacement", current, { changes });
}

/**
 * The body of a PATCH.
 *
 * @throws ProvisorError `config_invalid`, naming the operation that is wrong.
 */
export function patch(operations: readonly Operation[]): PatchBody {
  const given = Array.from(operations, (operation) => {
    const { path } = operation;
    return typeof path === "object" && !isNode(path) ? { ...operation, path: refused("is no path: make one with complex") } : operation;
  });
  return read("patch", given);
}

/** The bodies that add members to a group by their ids, at most 100 in each. */
export function addMembers(ids: readonly string[]): PatchBody[] {
  return read("members", ids, { op: "add" });
}

/** The bodies that remove members from a group by their ids, at most 100 in each. */
export function removeMembers(ids: readonly string[]): PatchBody[] {
  return read("members", ids, { op: "remove" });
}

// ---- answers

/**
 * Reads a listing, judged by its `Resources`, which may be missing.
 *
 * @param body the answer's JSON, parsed.
 * @throws ProvisorError `bad_response` when it is no listing.
 */
export function parseList(body: unknown): List {
  return read("list", body);
}

/**
 * Every resource of a listing, page by page until an empty one or one that repeats the last, each once.
 *
 * @example
 * ```ts
 * const read = async (query: string) => (await fetch(`${base}/Users?${query}`, { headers })).json();
 * for await (const user of scim.list(read, { count: 100 })) console.log(user.userName);
 * ```
 * @param read asks the server with this query string, and gives the answer's JSON.
 * @throws ProvisorError `bad_response` when a page is no listing, or the server does not come to an end: an
 * incomplete list never looks like a whole one.
 */
export async function* list(
  read: (query: string) => Promise<unknown>,
  { filter: condition, ...rest }: Omit<Query, "startIndex"> = {},
): AsyncGenerator<Resource, void, undefined> {
  const seen = new Set<unknown>();
  for (let startIndex = 1; ; ) {
    const { resources, totalResults } = parseList(await read(query({ ...rest, filter: condition, startIndex })));
    if (resources.length === 0) return;
    const fresh = resources.filter(({ id }) => id === undefined || !seen.has(id));
    // Past the end some servers give the last page again; others do not page at all, and there is more.
    if (fresh.length === 0 && totalResults !== undefined && totalResults <= seen.size) return;
    if (fresh.length === 0 || startIndex > MOST) {
      throw new ProvisorError({
        code: "bad_response",
        message: `the server does not come to an end of the list: at ${startIndex} it tells again what it told before`,
        hint: "it may ignore startIndex: ask for all in one page, with a larger count",
      });
    }
    for (const { id } of fresh) seen.add(id);
    yield* fresh;
    startIndex += resources.length;
  }
}

/**
 * The user of this name in the answer to `eq("userName", name)`, checked against the name; `undefined` when there
 * is none. A server that ignores filters answers with somebody else.
 *
 * @throws ProvisorError `bad_response` when the answer is somebody else's; `ambiguous` when there are several.
 */
export function onlyUser(body: unknown, userName: string): Resource | undefined {
  return read<Resource | null>("onlyUser", body, { name: userName }) ?? undefined;
}

/**
 * The group of this name in the answer to `eq("displayName", name)`, checked against the name; `undefined` when
 * there is none.
 *
 * @throws ProvisorError `bad_response` when the answer is another group's; `ambiguous` when there are several.
 */
export function onlyGroup(body: unknown, displayName: string): Resource | undefined {
  return read<Resource | null>("onlyGroup", body, { name: displayName }) ?? undefined;
}

/** Reads a refusal, in whatever shape. The body is the answer's text, or its JSON. */
export function parseError(status: number, body?: unknown): Problem {
  return read("problem", body, { status });
}

/**
 * Reads the answer to `/ServiceProviderConfig`; a server that does not offer it has the defaults. The body is the
 * answer's text, or its JSON.
 *
 * @throws ProvisorError what the server refuses with, when it fails for another reason.
 */
export function parseConfig(status: number, body?: unknown): ServiceConfig {
  return read("config", body, { status });
}
