// JSON Lines, read without the Worker's own code.
import assert from "node:assert/strict";

/** @param {string} text */
export function valuesOf(text) {
  assert.ok(text.endsWith("\n"), "every line has its end");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}
