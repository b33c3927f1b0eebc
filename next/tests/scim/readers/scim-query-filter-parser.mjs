// npm's scim-query-filter-parser 2.0.4, generated from the ABNF of RFC 7644 and RFC 7159. It makes a predicate, not
// a tree, and reads `a and b and c` as `a and b or b and c`: it is asked about single comparisons only.
//
// What it cannot read: characters beyond U+FFFF, of which it reads the halves as characters of their own.

import { compileFilter } from "scim-query-filter-parser";

/** The predicate of a filter, on a resource. */
export const predicate = (text) => compileFilter(text);

/**
 * Whether `userName co "…"` was read as exactly this text: it lies within the text, and in neither the text without
 * its first character nor that without its last.
 */
export function readsAs(filter, text) {
  const holds = predicate(filter);
  const within = (userName) => holds({ userName });
  return within(text) && (text === "" || (!within(text.slice(1)) && !within(text.slice(0, -1))));
}

/** Whether it reads this text at all. */
export const canRead = (text) => !/[\u{10000}-\u{10FFFF}]/u.test(text);
