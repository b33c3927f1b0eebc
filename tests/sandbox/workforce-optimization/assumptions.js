// What Workforce Optimization's stand-in assumes where `platforms/workforce-optimization.md` is not sure, each with its
// opposites.

/** @type {Record<string, import("../assumptions/book.js").Assumption>} */
export const assumptions = {
  "expired-session": {
    about: "the status for a session that is unknown or expired",
    tag: "A",
    source: "Authentication: assume 401, perhaps 403",
    values: ["401", "403"],
  },
  "login-language": {
    about: "the key of a login that names the language",
    tag: "C",
    source: "Authentication: one public client sends locale where another sends language",
    values: ["language", "locale"],
  },
  "account-lockout": {
    about: "whether rejected passwords lock the account",
    tag: "A",
    source: "Authentication: repeated failures may lock the account",
    values: ["locks", "never"],
  },
  "roles-list": {
    about: "whether there is a list of roles; without it (404) a reference person is needed",
    tag: "A",
    source: "Calls: unknown, so configurable",
    values: ["there", "missing"],
  },
  "views-list": {
    about: "whether there is a list of views; without it (404) a reference person is needed",
    tag: "A",
    source: "Calls: unknown, so configurable",
    values: ["there", "missing"],
  },
  "views-elements": {
    about: "whether an element of the list of views says isMain",
    tag: "A",
    source: "Calls: views list, elements {id,name,isMain}",
    values: ["with-isMain", "without"],
  },
  "create-password": {
    about: "what becomes of a password in a create",
    tag: "A",
    source: "Calls: password in the create body",
    values: ["taken", "ignored", "refused"],
  },
  "create-needs": {
    about: "whether a create may leave out displayName and timeZone, which both public examples send",
    tag: "C",
    source: "Calls: POST /org/common/person",
    values: ["few-fields", "displayName-and-timeZone"],
  },
  "duplicate-create": {
    about: "what a create of a user name that exists answers, or that it makes a second person",
    tag: "A",
    source: "Calls: 401/403/409 bodies unknown",
    values: ["409", "400", "accepted"],
  },
  "activation-mail": {
    about: "whether a create, and an e-mail address that is set, send an activation mail",
    tag: "A",
    source: "Rule 6",
    values: ["on-create", "on-create-and-change", "never"],
  },
  "busy-status": {
    about: "the status of a second change at the same time",
    tag: "A",
    source: "Rule 7: back off on 429 and 503",
    values: ["503", "429", "409"],
  },
  "error-body": {
    about: "whether 401, 403 and 409 have the body of a 400, or none",
    tag: "A",
    source: "Calls: 401/403/409 bodies unknown",
    values: ["as-400", "none"],
  },
};
