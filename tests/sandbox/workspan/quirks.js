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
  /** `totalResults: 0, startIndex: 0` above whatever is listed, as in the portal's example [D]. */
  "zero-totals": {},
  /** An empty listing has no `Resources` at all. */
  "no-resources": {},
  /** On a create: the user is made, and the next listings do not show it. */
  "late-visibility": { lookups: wholeNumber },
  /** What a create of somebody who exists already answers: 409 unless told; 200 is the existing user. */
  duplicate: { status: (value) => [200, 400, 409, 500].includes(value) },
  /** A create answers 200 instead of 201. */
  "created-as-200": {},
  /** A PUT answers 200 and changes nothing. */
  "ignored-write": {},
};
