// Faults that only Workiva can have; its handlers act them out.

const wholeNumber = (value) => Number.isInteger(value) && value >= 0;
const text = (value) => typeof value === "string";

/** @type {Record<string, import("../faults/kinds.js").Fields>} */
export const quirks = {
  /** Revokes the token that the request carries: it is refused with 401, a new one is not. */
  "expire-session": {},
  /** The SCIM filter is taken as if it had not been there. */
  "ignore-filter": {},
  /** The next link leads to the same page again. */
  "endless-pages": {},
  /** A listing of users shows this e-mail address once more, under another id. */
  "duplicate-entry": { email: text },
  /** On a create: the user is made, and the next listings do not show it. */
  "late-visibility": { lookups: wholeNumber },
  /** On the token call: this error, such as server_error or temporarily_unavailable, which pass [D]. */
  "token-error": { error: text, "status?": wholeNumber },
  /** On a role change: its operation ends so, having changed nothing. */
  "operation-ends": { status: (value) => value === "failed" || value === "cancelled", "message?": text },
  /** On a role change: its operation is started and never ends. */
  "operation-stuck": {},
  /** On a role change: the 202 does not say where to look. */
  "no-location": {},
  /** On a role change: the 202 does not say when to look. */
  "no-retry-after": {},
  /** On a modification of a group: everybody who was to be added is refused, and the answer is 204 as ever. */
  "refuse-members": {},
  /** Over SCIM, taking somebody out of a workspace role takes the membership too, as one report had it. */
  "revocation-takes-membership": {},
};
