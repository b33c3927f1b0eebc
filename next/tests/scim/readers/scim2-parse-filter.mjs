// npm's scim2-parse-filter 0.2.10, a hand-written parser with precedence.
//
// What it cannot read: a backslash in a text (it doubles every one but that before a quote, so `\\` is two and `\n`
// is no line break), negative numbers before anything else, and names that begin with `$`.

import parser from "scim2-parse-filter";

const tree = ({ op, attrPath, compValue, filter, filters, valFilter }) => {
  if (op === "and" || op === "or") return [op, ...filters.map(tree)];
  if (op === "not") return ["not", tree(filter)];
  if (op === "[]") return ["complex", attrPath, tree(valFilter)];
  return op === "pr" ? ["pr", attrPath] : [op, attrPath, compValue];
};

/** The tree that it sees in a text. */
export const read = (text) => tree(parser.parse(text));

/** Whether it reads this text: none of its characters is written with a backslash, but for the quote. */
export const canRead = (text) => !/[\\\u0000-\u001f]/.test(text);
