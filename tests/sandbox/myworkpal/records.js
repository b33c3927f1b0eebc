// Stage 5: whole records, read as they are stored and written back whole.
import { refused, written } from "./answers.js";
import { rawJson, Refusal, refuseQuery } from "./guard.js";
import { unwrapped } from "./wrapper.js";

/**
 * @param {"employee" | "personal" | "addresses"} name  which of an account's records
 * @param {(before: any, after: any) => string | null} problem  why a record may not replace the stored one
 * @param {object} [particular]
 * @param {(call: import("./guard.js").Call) => { body: any, raw: string }} [particular.taken]  what of a body is the record
 * @param {(before: any, after: any, assumed: import("../assumptions/book.js").Values) => string | null} [particular.refusal]
 *   why a record that could replace the stored one is refused nevertheless
 */
function record(name, problem, { taken = ({ body, rawBody }) => ({ body, raw: rawBody }), refusal = () => null } = {}) {
  return {
    /** @param {import("./guard.js").Call} call */
    read: (call) => rawJson(recordsFor(call)[name]),
    /** @param {import("./guard.js").Call} call */
    write(call) {
      const records = recordsFor(call);
      const { body, raw } = taken(call);
      const before = JSON.parse(records[name]);
      const why = problem(before, body);
      if (why) throw new Refusal(400, why);
      const { refuse } = call.quirks;
      const no = refuse ? (refuse.message ?? "The record was not changed.") : refusal(before, body, call.assumed);
      if (no) return refused(no, call.assumed);
      records[name] = raw;
      return written();
    },
  };
}

export const employee = record("employee", wholeRecordProblem, {
  refusal: (before, after, assumed) =>
    assumed["myworkpal.salary-write"] === "apart" && !isSame(before.salary, after.salary)
      ? "Salary is not changed with the employee record."
      : null,
});
/** A salary extends the employee record [D]: what comes back is that record, and nothing else in it has changed. */
export const salary = record("employee", wholeRecordProblem, {
  refusal: ({ salary: _, ...before }, { salary: __, ...after }) =>
    isSame(before, after) ? null : "Only the salary is changed here.",
});
export const personal = record("personal", wholeRecordProblem);
export const addresses = record("addresses", addressesProblem, { taken: unwrapped });

/** The same but for the order of keys. */
function isSame(one, other) {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return one === other;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && isSame(one[key], other[key]));
}

function recordsFor({ state, client, param, target }) {
  refuseQuery(target);
  const account = /^[1-9]\d*$/.test(param("systemId")) ? state.account(Number(param("systemId"))) : undefined;
  if (!account) throw new Refusal(400, "There is no user with this system id.");
  if (!state.tenantsOf(client).some(({ id }) => id === account.tenantId)) {
    throw new Refusal(403, "The API client has no access to this tenant.");
  }
  const subDomain = param("subDomain");
  if (subDomain !== undefined && subDomain !== account.tenant)
    throw new Refusal(400, "The user belongs to another tenant.");
  return state.records.get(account.id);
}

function wholeRecordProblem(before, after) {
  const missing = missingKeys(before, after);
  if (missing.length > 0) return `The record lacks ${missing.join(", ")}.`;
  if (before.id !== after.id || before.userAccountId !== after.userAccountId) return "The record is another user's.";
  return null;
}

/** Keys that the read gave, at any depth of objects, and the write does not have. */
export function missingKeys(before, after, path = "") {
  if (typeof before !== "object" || before === null || Array.isArray(before)) return [];
  const holder = typeof after === "object" && after !== null && !Array.isArray(after) ? after : {};
  return Object.entries(before).flatMap(([key, inner]) => {
    const name = path ? `${path}.${key}` : key;
    return key in holder ? missingKeys(inner, holder[key], name) : [name];
  });
}

/** Records may be added (without an id) and marked for deletion, but none that was read may vanish. */
function addressesProblem(before, after) {
  if (!Array.isArray(after)) return "Addresses are an array.";
  for (const stored of before) {
    const same = after.filter((each) => each?.id === stored.id);
    if (same.length !== 1) return `The address with id ${stored.id} has to be there once.`;
    const missing = missingKeys(stored, same[0]);
    if (missing.length > 0) return `The address with id ${stored.id} lacks ${missing.join(", ")}.`;
  }
  const known = new Set(before.map(({ id }) => id));
  const stranger = after.find((each) => each?.id !== undefined && !known.has(each.id));
  return stranger ? `There is no address with id ${stranger.id}.` : null;
}
