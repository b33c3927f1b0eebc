// What strict stand-ins check alike: body, query options, and headers that belong to another platform.
import { z } from "zod";
import { Refusal } from "./refusal.js";
import { queryOptions } from "./target.js";

export const JSON_ONLY = ["application/json"];

/**
 * The JSON body of a call, refused unless it has exactly the shape.
 * @template T
 * @param {import("hono").Context} c
 * @param {import("zod").ZodType<T>} shape
 * @param {string[]} [types]  media types; a charset, if any, has to be UTF-8
 * @returns {T}
 */
export function readBody(c, shape, types = JSON_ONLY) {
  const [type, parameter] = (c.req.header("content-type") ?? "").toLowerCase().split(/\s*;\s*/, 2);
  if (!types.includes(type) || (parameter && parameter !== "charset=utf-8")) {
    throw new Refusal(415, `The body must be ${types.join(" or ")}.`);
  }
  let value;
  try {
    value = JSON.parse(c.env.body);
  } catch {
    throw new Refusal(400, "The body is not JSON.", { scimType: "invalidSyntax" });
  }
  const read = shape.safeParse(value);
  if (!read.success) throw new Refusal(400, explain(read.error), { scimType: "invalidValue" });
  return read.data;
}

/** Says where and what, never the value: a refused body may hold a password. */
const explain = ({ issues: [{ path, message }] }) => `${path.join(".") || "The body"}: ${message}`;

/** For calls without a body, which have no content type either. @param {import("hono").Context} c */
export function refuseBody(c) {
  if (c.env.body !== "") throw new Refusal(400, `A ${c.req.method} of this path has no body.`);
  if (c.req.header("content-type")) throw new Refusal(400, "There is a content type and no body.");
}

/**
 * Query options by name, each at most once, none but the known ones; names are compared as they came.
 * @param {string} target
 * @param {Record<string, import("zod").ZodType>} [known]
 */
export function readOptions(target, known = {}) {
  const given = {};
  for (const [name, value] of queryOptions(target)) {
    if (!Object.hasOwn(known, name) || Object.hasOwn(given, name)) {
      throw new Refusal(400, `Unknown or repeated query option "${name}".`);
    }
    const read = known[name].safeParse(value);
    if (!read.success)
      throw new Refusal(400, `The query option "${name}" is not right: ${read.error.issues[0].message}`);
    given[name] = read.data;
  }
  if (target.endsWith("?")) throw new Refusal(400, "The query is empty.");
  return given;
}

/** A whole number in a query, within bounds. */
export const wholeNumber = (least, most) =>
  z
    .string()
    .regex(/^\d{1,9}$/, "not a whole number")
    .transform(Number)
    .pipe(z.number().min(least).max(most));

/** Headers that only one platform has: sent to another they are a mistake, and perhaps a leak. */
const PLATFORM_HEADERS = ["authorization", "cookie", "x-version", "x-ws-env", "ocp-apim-subscription-key"];

/** @param {import("hono").Context} c @param {string[]} own  those of the platform headers that this call may have */
export function refuseForeignHeaders(c, own) {
  const foreign = PLATFORM_HEADERS.find((name) => !own.includes(name) && c.req.header(name) !== undefined);
  if (foreign) throw new Refusal(400, `The header "${foreign}" does not belong to this call.`);
}

/** @param {import("hono").Context} c @param {string[]} [types] */
export function refuseOtherAccept(c, types = JSON_ONLY) {
  const accepted = (c.req.header("accept") ?? "*/*")
    .split(",")
    .map((each) => each.split(";", 1)[0].trim().toLowerCase());
  if (!accepted.some((each) => each === "*/*" || each === "application/*" || types.includes(each))) {
    throw new Refusal(406, `This call answers ${types.join(" or ")}.`);
  }
}
