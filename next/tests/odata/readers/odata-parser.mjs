// npm's odata-parser 1.4.1, a PEG parser of the 2.0 and 3.0 dialects.
//
// What it cannot read: `not`, arithmetic, unary minus, conditions inside comparisons, guid'…', `10L` (it has no
// int64 after int32), floats and decimals as numbers (it gives text), X'…', time'…', any and all, isof and cast
// in lower case, names that begin with a literal (`nullable`, `trueish`) or a function's name. It ignores
// precedence: `a and b or c` is read as `a and (b or c)`, so an `and` may stand in an `or` only at its end.

import parser from "odata-parser";

const tree = (node) => {
  switch (node.type) {
    case "property":
      return ["field", node.name];
    case "functioncall":
      return ["call", node.func, ...node.args.map(tree)];
    case "literal":
      return literal(node.value);
    default:
      return [node.type, tree(node.left), tree(node.right)];
  }
};

const literal = (value) => {
  if (Array.isArray(value)) return ["null"];
  if (value instanceof Date) return ["instant", value.getTime()];
  if (typeof value === "number") return ["int", String(value)];
  return [typeof value === "boolean" ? "boolean" : "text", value];
};

/** The tree that it sees in a text. */
export function read(text) {
  const { $filter, error } = parser.parse(`$filter=${text}`);
  if (error !== undefined) throw new Error(error);
  return tree($filter);
}

/** Whether it can read a tree at all; the shapes, that is: the arbitraries leave out the literals. */
export function canRead([kind, ...parts]) {
  if (kind === "or" && parts.slice(0, -1).some(([inner]) => inner === "and")) return false;
  return kind === "and" || kind === "or" ? parts.every(canRead) : true;
}
