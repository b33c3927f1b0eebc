// Faults that only MyWorkpal can have; its handlers act them out.

const wholeNumber = (value) => Number.isInteger(value) && value >= 0;
const text = (value) => typeof value === "string";

/** @type {Record<string, import("../faults/kinds.js").Fields>} */
export const quirks = {
  /** Revokes the token that the request carries: it is refused with 401, a new one is not. */
  "expire-session": {},
  /** The listing behaves as if it had not seen `$filter`, strangers first. */
  "ignore-filter": {},
  /** `count` says other than `results`. */
  "count-disagrees": { "count?": wholeNumber },
  /** One more hit than there is. */
  ambiguous: {},
  /** `userAccountId` is another number than `id`. */
  "id-mismatch": {},
  /** On a create: the account is made, and the next look-ups of its tenant do not show it. */
  "late-visibility": { lookups: wholeNumber },
  /** On a create or a write: refused with status 200, in the wording that is assumed. */
  refuse: { "message?": text },
  /** On the token call: this error of RFC 6749. */
  "token-error": { error: text, "status?": wholeNumber },
};
