// The filter parser of npm's scimmy 1.3.5, a server's. It brings filters into a normal form of its own, so it is
// asked about single comparisons only.
//
// What it cannot read: a quote or a backslash in a text, with or without an escape (it ends the text at the first
// quote, and takes a backslash as it stands), and the separators U+2028 and U+2029, which it does not see as text.

import SCIMMY from "scimmy";

/** Whether `userName co "…"` was read as exactly this text. */
export function readsAs(filter, text) {
  const [{ userName: [operator, value] }] = new SCIMMY.Types.Filter(filter);
  return operator === "co" && value === text;
}

/** Whether it reads this text at all. */
export const canRead = (text) => !/["\\\u0000-\u001f\u2028\u2029]/.test(text);
