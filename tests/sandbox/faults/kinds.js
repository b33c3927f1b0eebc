// The faults any platform can have, and the check that a test wrote one down correctly.
import { FORMS } from "./echo.js";

/**
 * A field is a check on its value; one that ends in `?` may be left out.
 * @typedef {Record<string, (value: any) => boolean>} Fields
 */

const number = (value) => typeof value === "number" && value >= 0;
const status = (value) => Number.isInteger(value) && value >= 200 && value <= 599;
const when = (value) => value === "before" || value === "after";
const text = (value) => typeof value === "string";
const record = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const anything = () => true;

/**
 * `when` says whether the platform did what was asked: `before` it was committed, or `after`.
 * @type {Record<string, Fields>}
 */
export const KINDS = {
  latency: { ms: number },
  "rate-limit": {
    "form?": (v) => ["seconds", "date", "milliseconds", "reset", "none"].includes(v),
    "seconds?": number,
    "body?": anything,
    "when?": when,
  },
  status: { status, "body?": anything, "headers?": record, "when?": when },
  drop: { "when?": when },
  hang: { "when?": when },
  truncate: { "keep?": number },
  html: { "when?": when },
  echo: { "form?": (v) => Object.hasOwn(FORMS, v), "status?": status, "when?": when },
  empty: { "when?": when },
  json: { "set?": record, "remove?": Array.isArray },
  crowd: { hits: number },
  "wrong-types": {},
  huge: { megabytes: number },
  redirect: { location: text, "status?": status, "when?": when },
};

/**
 * @param {import("./book.js").Fault} fault
 * @param {Record<string, Fields>} kinds
 */
export function checkFault(fault, kinds) {
  const fields = kinds[fault?.kind];
  if (!fields) throw new TypeError(`no fault of kind "${fault?.kind}"; there are ${Object.keys(kinds).join(", ")}`);
  const given = new Set(Object.keys(fault));
  given.delete("kind");
  for (const [name, check] of Object.entries(fields)) {
    const key = name.replace("?", "");
    const absent = !given.delete(key);
    if (absent && name.endsWith("?")) continue;
    if (absent || !check(fault[key]))
      throw new TypeError(`fault "${fault.kind}": "${key}" is ${absent ? "missing" : "not right"}`);
  }
  if (given.size > 0)
    throw new TypeError(`fault "${fault.kind}" has no ${[...given].map((key) => `"${key}"`).join(", ")}`);
}
