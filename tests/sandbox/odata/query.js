// The OData 2/3 query options of a listing: read strictly, then applied to its records.
import { queryOptions } from "../http/target.js";
import { compileFilter, QueryError } from "./filter.js";

/**
 * @typedef {object} Query
 * @property {boolean} inlineCount
 * @property {(record: any) => boolean} filter
 * @property {number} alternatives  how often the filter says `or`
 * @property {[string, 1 | -1][]} orderBy
 * @property {number} skip
 * @property {number} top
 */

/**
 * @param {string} target  the request's path and query as they came
 * @param {string[]} keys  the record's JSON keys, in camelCase; filters name them in PascalCase
 * @returns {Query}
 */
export function readQuery(target, keys) {
  const known = new Set(keys);
  const keyOf = (name) => {
    const key = name[0].toLowerCase() + name.slice(1);
    if (!/^[A-Z]/.test(name) || !known.has(key)) throw new QueryError(`no property "${name}"`);
    return key;
  };
  /** @type {Query} */
  const query = { inlineCount: false, filter: () => true, alternatives: 0, orderBy: [], skip: 0, top: Infinity };
  const readers = {
    $inlinecount: (value) => void (query.inlineCount = oneOf(value, ["allpages", "none"]) === "allpages"),
    $filter: (value) => {
      query.filter = compileFilter(value, keyOf);
      query.alternatives = value.replace(/'(?:[^']|'')*'/g, "").match(/\bor\b/g)?.length ?? 0;
    },
    $orderby: (value) => void (query.orderBy = value.split(",").map((part) => readOrder(part, keyOf))),
    $skip: (value) => void (query.skip = wholeNumber("$skip", value)),
    $top: (value) => void (query.top = wholeNumber("$top", value)),
  };
  for (const [name, value] of queryOptions(target)) {
    // Names are compared as they came: `%24filter` is a client encoding too much.
    const read = Object.hasOwn(readers, name) && readers[name];
    if (!read) throw new QueryError(`unknown or repeated query option "${name}"`);
    read(value);
    delete readers[name];
  }
  return query;
}

/**
 * @template T
 * @param {T[]} records
 * @param {Query} query
 * @returns {{ count: number, results: T[] }}  the count is taken after the filter, before paging
 */
export function applyQuery(records, { filter, orderBy, skip, top }) {
  const hits = records.filter(filter);
  const ordered = [...hits].sort(by(orderBy));
  return { count: hits.length, results: ordered.slice(skip, skip + top) };
}

const by = (orderBy) => (a, b) => {
  for (const [key, direction] of orderBy) {
    if (a[key] !== b[key]) return (a[key] ?? "") < (b[key] ?? "") ? -direction : direction;
  }
  return 0;
};

function readOrder(part, keyOf) {
  const [, name, direction] = /^ ?([A-Za-z]\w*)(?: (asc|desc))?$/.exec(part) ?? [];
  if (!name) throw new QueryError("$orderby cannot be parsed");
  return [keyOf(name), direction === "desc" ? -1 : 1];
}

function wholeNumber(name, value) {
  if (!/^\d{1,9}$/.test(value)) throw new QueryError(`${name} is not a whole number`);
  return Number(value);
}

function oneOf(value, allowed) {
  if (!allowed.includes(value)) throw new QueryError(`"${value}" is not one of ${allowed.join(", ")}`);
  return value;
}
