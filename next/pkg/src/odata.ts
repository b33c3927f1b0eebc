/**
 * Builders of OData queries: `odata.field("Name")` is a property, and every other string is a value.
 *
 * The builders make plain JSON objects and call nothing; {@link query} and {@link filter} turn them into text.
 * Every check (names, GUIDs, dates, what a dialect lacks) is made there, and fails with the code
 * `config_invalid` and a text that names the part.
 *
 * @example
 * ```ts
 * odata.query({
 *   filter: odata.eq(odata.tolower(odata.field("Name")), "company doe"),
 *   orderBy: [["Name", "asc"]],
 *   top: 1,
 *   skip: 0,
 *   inlineCount: true,
 * }, { version: "v3" });
 * // $inlinecount=allpages&$filter=tolower(Name)%20eq%20%27company%20doe%27&$orderby=Name%20asc&$top=1&$skip=0
 * ```
 *
 * @module
 */

import { build } from "./core.js";
import { iso, isNode, node, refused, whole } from "./tree.js";

declare const made: unique symbol;

/** Something made by a builder: a property, a literal, a function of them. */
export interface Expression {
  /** @internal */
  readonly [made]: "value" | "condition" | "field";
}

/** An expression that is true or false. */
export interface Condition extends Expression {
  /** @internal */
  readonly [made]: "condition" | "field";
}

/** A property. One that holds a boolean is a condition by itself. */
export interface Field extends Condition {
  /** @internal */
  readonly [made]: "field";
}

/**
 * What can stand where a value is wanted. A string is always text, never a name. A whole `number` is an
 * integer, any other a double; a `bigint` is a 64-bit integer; a `Date` is its moment in UTC as a
 * `datetimeOffset`; a `Uint8Array` is binary.
 */
export type Value = string | number | bigint | boolean | null | Date | Uint8Array | Expression;

/** A dialect of OData; `"v3"` where none is given. */
export type Version = "v2" | "v3" | "v4";

/** Which dialect to write. */
export interface Dialect {
  /** The dialect. */
  version?: Version | undefined;
}

/** Free text to search for, a phrase where it has spaces. */
export type Search =
  | string
  | {
      /** All of these. */
      and: Search[];
    }
  | {
      /** At least one of these. */
      or: Search[];
    }
  | {
      /** Not this. */
      not: Search;
    };

/** The options of one query. What is left out is not sent. */
export interface Query {
  /** Only what meets this condition. */
  filter?: Condition | boolean | undefined;
  /** The order: names of properties or expressions, each with a direction. */
  orderBy?: ReadonlyArray<readonly [by: string | Expression, direction: "asc" | "desc"]> | undefined;
  /** At most so many. */
  top?: number | undefined;
  /** Without the first so many. */
  skip?: number | undefined;
  /** With the number of all that meet the filter: `$inlinecount=allpages`, in v4 `$count=true`. */
  inlineCount?: boolean | undefined;
  /** Names of the properties to send, or `"*"`. */
  select?: readonly string[] | undefined;
  /** Paths of related entities to send along; in v4 with options of their own. */
  expand?: ReadonlyArray<string | readonly [path: string, options: Query]> | undefined;
  /** Free-text search. v4 only. */
  search?: Search | undefined;
  /** From where a server's next link says. */
  skipToken?: string | undefined;
  /** `json`, or a media type. */
  format?: string | undefined;
}

/** The JSON form of a value. */
function json(value: Value): unknown {
  switch (typeof value) {
    case "string":
      return whole(value);
    case "boolean":
      return value;
    case "bigint":
      return long(value);
    case "number":
      if (Number.isSafeInteger(value)) return value;
      return Number.isInteger(value)
        ? refused(`${value} is past the whole numbers that a number holds exactly: use long, decimal or double`)
        : double(value);
    case "object":
      if (value === null || isNode(value)) return value;
      if (value instanceof Date) return datetimeOffset(value);
      if (value instanceof Uint8Array) return binary(value);
      return refused("an object that the builders did not make is no value");
    default:
      return refused(`${typeof value} is no value: use null for none`);
  }
}

const list = (values: readonly Value[]): unknown[] => values.map(json);

// ---- names and literals

/** A property, by name or path: `field("Name")`, `field("Address/City")`. */
export function field(path: string): Field {
  return node("field", path);
}

/** A GUID: `guid'…'`, bare in v4. */
export function guid(text: string): Expression {
  return node("guid", text);
}

/** A 64-bit whole number: `10L`, bare in v4. Give a `bigint` or text where a `number` is not exact. */
export function long(value: bigint | number | string): Expression {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    return refused(`${value} is no exact whole number: give long a bigint or text`);
  }
  return node("long", String(value));
}

/** A decimal number: `1.5M`, bare in v4. Give text where a `number` is not exact. */
export function decimal(value: bigint | number | string): Expression {
  return node("decimal", String(value));
}

/** A 64-bit float: `1.5d`, bare in v4. */
export function double(value: number): Expression {
  return node("double", float(value));
}

/** A 32-bit float: `1.5f`, bare in v4. */
export function single(value: number): Expression {
  return node("single", float(value));
}

function float(value: number): number | string {
  if (Number.isNaN(value)) return "NaN";
  if (value === Infinity) return "INF";
  return value === -Infinity ? "-INF" : value;
}

/** A date, `2024-02-29` (of a `Date`, the day in UTC): in v2 and v3, which have no dates, that midnight. */
export function date(value: string | Date): Expression {
  return node("date", value instanceof Date ? iso(value).slice(0, 10) : value);
}

/** A date and time without an offset, `2024-02-29T13:05:00` (of a `Date`, in UTC). v2 and v3. */
export function datetime(value: string | Date): Expression {
  return node("datetime", value instanceof Date ? iso(value).replace("Z", "") : value);
}

/** A date and time with an offset, `2024-02-29T13:05:00Z` (of a `Date`, in UTC). */
export function datetimeOffset(value: string | Date): Expression {
  return node("datetimeOffset", value instanceof Date ? iso(value) : value);
}

/** A time of day, `13:05:00`: `time'PT13H05M00S'` in v2 and v3. */
export function time(text: string): Expression {
  return node("time", text);
}

/** A duration of days and time, `P1DT2H`: `time'…'` in v2 and v3, `duration'…'` in v4. */
export function duration(text: string): Expression {
  return node("duration", text);
}

/** Bytes: `X'…'` in v2 and v3, `binary'…'` in v4. */
export function binary(bytes: Uint8Array | ArrayBuffer): Expression {
  const all = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
  return node("binary", Array.from(all, (byte) => byte.toString(16).padStart(2, "0")).join(""));
}

/** A member of an enumeration: `enumValue("Sales.Colour", "Red")`. v4 only. */
export function enumValue(type: string, value: string | number): Expression {
  return node("enumValue", { type, value: String(value) });
}

// ---- comparisons

/** Equal. */
export const eq = (left: Value, right: Value): Condition => node("eq", list([left, right]));
/** Not equal. */
export const ne = (left: Value, right: Value): Condition => node("ne", list([left, right]));
/** Greater. */
export const gt = (left: Value, right: Value): Condition => node("gt", list([left, right]));
/** Greater or equal. */
export const ge = (left: Value, right: Value): Condition => node("ge", list([left, right]));
/** Less. */
export const lt = (left: Value, right: Value): Condition => node("lt", list([left, right]));
/** Less or equal. */
export const le = (left: Value, right: Value): Condition => node("le", list([left, right]));

/** Equal whatever the case: `tolower(text) eq 'value'`, the value folded here. */
export function eqIgnoringCase(text: Expression, value: string): Condition {
  return eq(tolower(text), value.toLowerCase());
}

/** Whether an enumeration has these flags, given by {@link enumValue}. v4 only. */
export const has = (value: Expression, flags: Expression): Condition => node("has", list([value, flags]));

function isIn(value: Value, values: readonly Value[]): Condition {
  return node("in", [json(value), list(values)]);
}
/** One of these values. v4 only; before, join {@link eq} by {@link or}. */
export { isIn as in };

// ---- logic

/** All of these conditions, at least one. */
export const and = (...conditions: ReadonlyArray<Condition | boolean>): Condition => node("and", list(conditions));
/** At least one of these conditions, at least one given. */
export const or = (...conditions: ReadonlyArray<Condition | boolean>): Condition => node("or", list(conditions));
/** Not this condition. */
export const not = (condition: Condition | boolean): Condition => node("not", json(condition));

/**
 * Whether some element of a collection meets a condition on a variable; without one, whether there is any
 * element. v3 and v4.
 *
 * @example `odata.any("Orders", "o", odata.gt(odata.field("o/Amount"), 100))`
 */
export function any(collection: string, variable?: string, condition?: Condition): Condition {
  return node("any", lambda(collection, variable, condition));
}

/** Whether every element of a collection meets a condition on a variable. v3 and v4. */
export function all(collection: string, variable: string, condition: Condition): Condition {
  return node("all", lambda(collection, variable, condition));
}

function lambda(of: string, as: string | undefined, condition: Condition | undefined): object {
  return { of, ...(as !== undefined && { as }), ...(condition !== undefined && { where: json(condition) }) };
}

// ---- arithmetic

/** Sum. */
export const add = (left: Value, right: Value): Expression => node("add", list([left, right]));
/** Difference. */
export const sub = (left: Value, right: Value): Expression => node("sub", list([left, right]));
/** Product. */
export const mul = (left: Value, right: Value): Expression => node("mul", list([left, right]));
/** Quotient. */
export const div = (left: Value, right: Value): Expression => node("div", list([left, right]));
/** Remainder. */
export const mod = (left: Value, right: Value): Expression => node("mod", list([left, right]));
/** The number with its sign changed. */
export const negate = (value: Value): Expression => node("negate", json(value));

// ---- functions

function call<Kind extends Expression>(name: string, ...args: readonly Value[]): Kind {
  return node("call", [name, ...list(args)]);
}

/** Whether a text contains another; `substringof(part, text)` in v2 and v3. */
export const contains = (text: Value, part: Value): Condition => call("contains", text, part);
/** Whether a text starts with another. */
export const startswith = (text: Value, part: Value): Condition => call("startswith", text, part);
/** Whether a text ends with another. */
export const endswith = (text: Value, part: Value): Condition => call("endswith", text, part);
/** Whether a text matches a regular expression. v4 (4.01). */
export const matchesPattern = (text: Value, pattern: Value): Condition => call("matchesPattern", text, pattern);
/** The number of characters. */
export const length = (text: Value): Expression => call("length", text);
/** Where a text begins in another, from 0; -1 when nowhere. */
export const indexof = (text: Value, part: Value): Expression => call("indexof", text, part);
/** The text with every `find` replaced. v2 and v3. */
export const replace = (text: Value, find: Value, by: Value): Expression => call("replace", text, find, by);
/** The text from a character on, from 0, and at most so many of them. */
export const substring = (text: Value, start: Value, size?: Value): Expression =>
  size === undefined ? call("substring", text, start) : call("substring", text, start, size);
/** The text in lower case. */
export const tolower = (text: Value): Expression => call("tolower", text);
/** The text in upper case. */
export const toupper = (text: Value): Expression => call("toupper", text);
/** The text without spaces around it. */
export const trim = (text: Value): Expression => call("trim", text);
/** Two texts joined. */
export const concat = (left: Value, right: Value): Expression => call("concat", left, right);
/** The year of a moment. */
export const year = (moment: Value): Expression => call("year", moment);
/** The month, from 1. */
export const month = (moment: Value): Expression => call("month", moment);
/** The day of the month. */
export const day = (moment: Value): Expression => call("day", moment);
/** The hour. */
export const hour = (moment: Value): Expression => call("hour", moment);
/** The minute. */
export const minute = (moment: Value): Expression => call("minute", moment);
/** The second. */
export const second = (moment: Value): Expression => call("second", moment);
/** The fraction of the second. v4. */
export const fractionalseconds = (moment: Value): Expression => call("fractionalseconds", moment);
/** The date of a moment: the function `date(…)`. v4. */
export const dateOf = (moment: Value): Expression => call("date", moment);
/** The time of day of a moment: the function `time(…)`. v4. */
export const timeOf = (moment: Value): Expression => call("time", moment);
/** The offset of a moment in minutes. v4. */
export const totaloffsetminutes = (moment: Value): Expression => call("totaloffsetminutes", moment);
/** A duration in seconds. v4. */
export const totalseconds = (span: Value): Expression => call("totalseconds", span);
/** The moment at which the server reads the query. v4. */
export const now = (): Expression => call("now");
/** The earliest moment that the server knows. v4. */
export const mindatetime = (): Expression => call("mindatetime");
/** The latest moment that the server knows. v4. */
export const maxdatetime = (): Expression => call("maxdatetime");
/** The nearest whole number. */
export const round = (number: Value): Expression => call("round", number);
/** The next lower whole number. */
export const floor = (number: Value): Expression => call("floor", number);
/** The next higher whole number. */
export const ceiling = (number: Value): Expression => call("ceiling", number);
/** The distance of two points. v3 and v4. */
export const geoDistance = (from: Expression, to: Expression): Expression => call("geo.distance", from, to);
/** The length of a line. v3 and v4. */
export const geoLength = (line: Expression): Expression => call("geo.length", line);
/** Whether a point lies in an area. v3 and v4. */
export const geoIntersects = (point: Expression, area: Expression): Condition => call("geo.intersects", point, area);

/** Whether an expression, or the entity itself, is of a type: `isof("Sales.Manager")`, `isof(field("Id"), "Edm.Guid")`. */
export function isof(type: string): Condition;
export function isof(of: Expression, type: string): Condition;
export function isof(...args: [string] | [Expression, string]): Condition {
  return node("isof", typed(args));
}

/** An expression, or the entity itself, as another type. */
export function cast(type: string): Field;
export function cast(of: Expression, type: string): Field;
export function cast(...args: [string] | [Expression, string]): Field {
  return node("cast", typed(args));
}

function typed(args: [string] | [Expression, string]): object {
  return args.length === 1 ? { type: args[0] } : { of: json(args[0]), type: args[1] };
}

// ---- text

/**
 * The query string, without `?`: option names with their literal `$`, values percent-encoded (a space is
 * `%20`, never `+`).
 *
 * @throws ProvisorError `config_invalid`, naming the part that is wrong and what to write instead.
 */
export function query(options: Query, { version }: Dialect = {}): string {
  return build("odata", "query", { of: options, version });
}

/**
 * The text of a filter, not percent-encoded: for a log, or for a client that encodes.
 *
 * @throws ProvisorError `config_invalid`, naming the part that is wrong and what to write instead.
 */
export function filter(condition: Condition | boolean, { version }: Dialect = {}): string {
  return build("odata", "filter", { of: condition, version });
}
