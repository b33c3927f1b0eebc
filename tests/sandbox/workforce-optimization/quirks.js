// Faults that only Workforce Optimization can have; its handlers act them out.

const wholeNumber = (value) => Number.isInteger(value) && value >= 0;
const names = (value) => Array.isArray(value) && value.every((each) => typeof each === "string");

/** @type {Record<string, import("../faults/kinds.js").Fields>} */
export const quirks = {
  /** Ends the session that the request carries: it is refused with 401, a new one is not. */
  "expire-session": {},
  /** A POST or PUT answers 200 and does not keep these: roles, scope and views unless told. */
  "drop-fields": { "fields?": names },
  /** The list of people shows this e-mail address once more, under another id. */
  "duplicate-entry": { email: (value) => typeof value === "string" },
  /** On a create: the person is made, and the next lists do not show it. */
  "late-visibility": { lookups: wholeNumber },
  /** The change is refused as if another one were being made. */
  busy: {},
};
