// What MyWorkpal's stand-in assumes where `platforms/myworkpal.md` is not sure, each with its opposites.

/** @type {Record<string, import("../assumptions/book.js").Assumption>} */
export const assumptions = {
  "token-error-status": {
    about: "the status of a token error: 401 for a wrong secret and 400 else, or one of them for all",
    tag: "A",
    source: "Authentication: accept 400 and 401",
    values: ["as-rfc6749", "400", "401"],
  },
  "error-body": {
    about: "where an error's body says why, or that it is plain text",
    tag: "S",
    source: "Stage 4: error body shape undocumented",
    values: ["message", "Message", "exceptionMessage", "error", "text"],
  },
  "list-shape": {
    about: "whether a list has an envelope, or is a bare array even with $inlinecount",
    tag: "D",
    source: "Stage 1: another article shows a bare array",
    values: ["envelope", "array"],
  },
  "filter-of-many": {
    about: "whether a filter may name several e-mail addresses",
    tag: "A",
    source: "Rule 6: the source shows single look-ups only",
    values: ["accepted", "400", "414"],
  },
  "duplicate-create": {
    about: "what a create of an e-mail address that exists does: refused, a second account, the first one's id, or 400",
    tag: "A",
    source: "Stage 3: nothing says what this call does with an e-mail that exists",
    values: ["refused", "accepted", "existing", "400"],
  },
  "duplicate-scope": {
    about: "whether an e-mail address is unique in its tenant, or in all of them",
    tag: "A",
    source: 'Stage 3: it does not say "per tenant"',
    values: ["tenant", "everywhere"],
  },
  "refusal-key": {
    about: "the key that says no in a refusal with status 200",
    tag: "S",
    source: "Stage 3: the prose words a refusal otherwise",
    values: ["successful", "success", "Success", "SUCCESSFUL", "Status"],
  },
  "refusal-value": {
    about: "what the key says: false, or a text",
    tag: "S",
    source: "Stage 3: the prose words a refusal otherwise",
    values: ["false", "False-as-text", "false-as-text"],
  },
  "refusal-id": {
    about: "the user's id in a refusal",
    tag: "S",
    source: "Stage 3: an id of 0, -1 or null",
    values: ["0", "-1", "null", "absent"],
  },
  "refusal-message": {
    about: "where a refusal says why: a text under this key, or a list",
    tag: "S",
    source: "Stage 3: a message that is a text or a list",
    values: ["exceptionMessage", "exceptionMessages", "message", "Message", "message-list"],
  },
  "address-body": {
    about: "what the write of addresses takes: a wrapper with user and tenant around the array, or the array",
    tag: "D",
    source: "Stage 5, address (101000558976)",
    values: ["wrapper", "array"],
  },
  "salary-write": {
    about: "whether the write of an employee record changes the salary that extends it, or refuses to",
    tag: "A",
    source: "Stage 5, salary: the write is unknown",
    values: ["with-employee", "apart"],
  },
};
