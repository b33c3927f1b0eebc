/** Changes in words, as a plan lists them and an outcome tells them. */

import type { Change, PendingChange } from "provisor";

const STATES: Record<PendingChange["state"], string> = {
  refused: "refused",
  unclear: "not known whether it was done",
  notBegun: "not begun",
};

/** One change in words. */
export function wordsOf(change: Change): string {
  switch (change.kind) {
    case "create":
      return "create the account";
    case "set":
      return change.masked ? `set ${change.field} (value not shown)` : `set ${change.field}: ${fromTo(change)}`;
    case "add":
      return `add to ${change.field}: ${change.value}`;
    case "remove":
      return `remove from ${change.field}: ${change.value}`;
    default:
      return `${change.kind} the account`;
  }
}

/** A change that was not confirmed, and why. */
export const pendingWordsOf = (change: PendingChange): string => `${wordsOf(change)} (${STATES[change.state]})`;

function fromTo({ from, to }: { from?: unknown; to?: unknown }): string {
  return from === undefined ? valueOf(to) : `${valueOf(from)} → ${valueOf(to)}`;
}

/** Texts as they are, unless one would not see where they begin and end. */
function valueOf(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  return typeof value === "string" && value.trim() === value && value !== "" ? value : JSON.stringify(value);
}
