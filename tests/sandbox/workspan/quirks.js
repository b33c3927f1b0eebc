// Faults that only WorkSpan can have; its handlers act them out.

const wholeNumber = (value) => Number.isInteger(value) && value >= 0;

/** @type {Record<string, import("../faults/kinds.js").Fields>} */
export const quirks = {
  /** Invalidates the token that the request carries: it is refused with 401, a new one is not. */
  "expire-session": {},
  /** The gateway's own 429, with its error body [D]. */
  "gateway-rate-limit": { "seconds?": wholeNumber },
  /** The listing behaves as if it had not seen `filter`, strangers first. */
  "ignore-filter": {},
  /** The listing finds nobody, whoever is asked for. */
  "filter-finds-nothing": {},
  /** One more hit than there is. */
  ambiguous: {},
  /** On a create: the user is made, and the next listings do not show it. */
  "late-visibility": { lookups: wholeNumber },
  /** A PUT answers 200 and changes nothing. */
  "ignored-write": {},
};
