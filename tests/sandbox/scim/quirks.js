// Faults that only a SCIM service provider can have; its handlers act them out.

const wholeNumber = (value) => Number.isInteger(value) && value >= 0;

/** @type {Record<string, import("../faults/kinds.js").Fields>} */
export const quirks = {
  /** The filter is taken as if it had not been there. */
  "ignore-filter": {},
  /** On a create: the resource is made, and the next listings do not show it. */
  "late-visibility": { lookups: wholeNumber },
};
