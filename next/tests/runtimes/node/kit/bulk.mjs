// Bulk runs over the project's roster: the people, what must come of them, and how to compare two runs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { roster } from "provisor";
import { vector } from "../../../sandbox.mjs";

export const CSV = readFileSync(vector("rosters/myworkpal.csv"), "utf8");
export const { users: PEOPLE, problems: PROBLEMS } = roster.parse(CSV, { platform: "myworkpal" });

/** How a person ended, less what may differ between an undisturbed run and one that was interrupted. */
export const ending = ({ row, subject, status, verified, existedBefore, error }) => [
  row,
  subject,
  status,
  verified,
  existedBefore,
  error?.code,
];

/** Outcomes in the order of the users. */
export const byRow = (outcomes) => outcomes.map(ending).sort(([a], [b]) => a - b);

/** Whom the sandbox knows, each once. */
export function accountsOf(state) {
  const names = state.accounts.map(({ tenant, emailAddress }) => `${tenant} ${emailAddress.toLowerCase()}`).sort();
  assert.equal(new Set(names).size, names.length, "nobody has two accounts");
  return names;
}

/** Every id in the outcomes is the account's own. */
export function checkIds(state, outcomes) {
  for (const { subject, id } of outcomes) {
    const account = state.accounts.find(({ emailAddress }) => emailAddress.toLowerCase() === subject.toLowerCase());
    assert.equal(id, account && String(account.id), subject);
  }
}
