// Evaluates a decoded `$filter` over plain records, with a parser that is not ours.
import parser from "@jsreport/odata-parser";

/** A query option that the platform would answer with 400. */
export class QueryError extends Error {}

/**
 * @param {string} text  the option's value, percent-decoded
 * @param {(name: string) => string} keyOf  property name → record key; throws for an unknown one
 * @returns {(record: Record<string, unknown>) => boolean}
 */
export function compileFilter(text, keyOf) {
  const tree = parse(text);
  walk(tree, keyOf);
  return (record) => {
    const value = evaluate(tree, (name) => record[keyOf(name)] ?? null);
    if (typeof value !== "boolean") throw new QueryError("$filter is not a condition");
    return value;
  };
}

function parse(text) {
  let query;
  try {
    query = parser.parse(`$filter=${text}`);
  } catch (error) {
    throw new QueryError(`$filter cannot be parsed: ${error.message}`);
  }
  // An `&` outside quotes would have made a second option.
  if (query.error || Object.keys(query).join() !== "$filter") throw new QueryError("$filter cannot be parsed");
  return query.$filter;
}

/** Names are checked before any record is looked at: an empty list excuses nothing. */
function walk(node, keyOf) {
  if (node.type === "property") keyOf(node.name);
  // This grammar reads `a and b or c` as `a and (b or c)`. Better no answer than a wrong one.
  if (node.type === "and" && node.right.type === "or") {
    throw new QueryError("the stand-in cannot tell `a and (b or c)` from `a and b or c`: put the group first");
  }
  for (const part of [node.left, node.right, ...(node.args ?? [])]) if (part) walk(part, keyOf);
}

const text =
  (check) =>
  (...args) => {
    if (args.some((arg) => arg === null)) return null;
    if (!args.every((arg) => typeof arg === "string")) throw new QueryError("a text function was given something else");
    return check(...args);
  };

const FUNCTIONS = {
  tolower: text((value) => value.toLowerCase()),
  toupper: text((value) => value.toUpperCase()),
  trim: text((value) => value.trim()),
  length: text((value) => value.length),
  concat: text((left, right) => left + right),
  substringof: text((needle, value) => value.includes(needle)),
  startswith: text((value, start) => value.startsWith(start)),
  endswith: text((value, end) => value.endsWith(end)),
  indexof: text((value, needle) => value.indexOf(needle)),
};

const COMPARISONS = {
  eq: (left, right) => left === right,
  ne: (left, right) => left !== right,
  lt: (left, right) => left < right,
  le: (left, right) => left <= right,
  gt: (left, right) => left > right,
  ge: (left, right) => left >= right,
};

function evaluate(node, valueOf) {
  switch (node.type) {
    case "property":
      return valueOf(node.name);
    case "literal":
      return Array.isArray(node.value) ? null : node.value; // the grammar gives `null` as a list
    case "functioncall": {
      const call = FUNCTIONS[node.func];
      if (!call) throw new QueryError(`$filter calls "${node.func}", which this platform does not have`);
      return call(...node.args.map((arg) => evaluate(arg, valueOf)));
    }
    case "and":
    case "or": {
      const [left, right] = [node.left, node.right].map((side) => evaluate(side, valueOf) ?? false);
      return node.type === "and" ? left && right : left || right;
    }
    default:
      return compare(node, evaluate(node.left, valueOf), evaluate(node.right, valueOf));
  }
}

function compare({ type }, left, right) {
  const comparison = COMPARISONS[type];
  if (!comparison) throw new QueryError(`$filter uses "${type}", which this stand-in does not have`);
  if (left === null || right === null) return type === "eq" || type === "ne" ? comparison(left, right) : false;
  if (typeof left !== typeof right) throw new QueryError(`$filter compares a ${typeof left} with a ${typeof right}`);
  return comparison(left, right);
}
