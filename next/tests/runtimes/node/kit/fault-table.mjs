// The faults and how each must end: name, what strikes, the end, and what else is so.
//
// An end is John's status, the error's code and how many accounts he then has; status null is an error of the
// whole run. What else: `options` and `number` of the client, `user`, `words` of error or warnings, `creates` sent,
// `retryIn` milliseconds.
import { CREATE, JANE, JOHN, TENANTS, TOKEN, USERS } from "./scene.mjs";

const created = ["created", null, 1];
const adopted = ["unchanged", null, 1];
const bad = ["failed", "bad_response", 0];
const refused = ["failed", "config_invalid", 0];
const ambiguous = ["conflict", "ambiguous", 0];
const limited = ["failed", "rate_limited", 0];

const at = (path, nth) => (fault, times) => ({ match: { path, nth }, times, fault });
const onToken = at(TOKEN);
const onTenants = at(TENANTS);
const onUsers = at(USERS);
const onCreate = at(CREATE);
/** The look that verifies is the second one. */
const onVerify = at(USERS, 2);

const of = (kind) => ({ kind });
const status = (code, body, more) => ({
  kind: "status",
  status: code,
  ...(body === undefined ? {} : { body }),
  ...more,
});
const edited = (set) => ({ kind: "json", set });
const without = (...remove) => ({ kind: "json", remove });
const late = (lookups) => ({ kind: "late-visibility", lookups });
const lost = { kind: "drop", when: "after" };
const limit = (seconds, form) => ({ kind: "rate-limit", seconds, ...(form ? { form } : {}) });
const HOUR = 3_600_000;

const once = { creates: 1 };
const jane = { user: JANE };
/** Not tried again: what stays down is known at once. */
const hasty = { options: { maxRetries: 0, timeoutMs: 1_000 } };

const LYING_LISTS = [
  ["two tenants", onTenants(of("ambiguous")), ambiguous, { words: /subDomain/ }],
  ["two tenants of one name", [], ambiguous, { user: { ...JOHN, company: "Twin Ltd" } }],
  ["two users", onUsers(of("ambiguous")), ambiguous, jane],
  ["two users when verifying", onVerify(of("ambiguous")), ["conflict", "ambiguous", 1]],
  ["no such tenant", [], ["failed", "not_found", 0], { user: { ...JOHN, company: "Nowhere" }, words: /may not see/ }],
  ["a hidden tenant", [], ["failed", "not_found", 0], { user: { email: JOHN.email, subDomain: "hidden" } }],
  ["the tenants' count disagrees", onTenants(of("count-disagrees")), bad, { words: /contradict/ }],
  ["the users' count says one, none is sent", onUsers(of("count-disagrees")), bad],
  ["the users' count says none, one is sent", onUsers(of("count-disagrees")), bad, jane],
  ["the tenants' filter is ignored", onTenants(of("ignore-filter")), ambiguous],
  ["another tenant", onTenants(edited({ "/results/0/name": "Company Roe" })), bad, { words: /ignore the filter/ }],
  ["a sub-domain that is a path", onTenants(edited({ "/results/0/subDomainName": "../../idp" })), bad],
  ["the users' filter is ignored", onUsers(of("ignore-filter")), ambiguous],
  ["another user", onUsers(edited({ "/results/0/emailAddress": "mary@doe.com" })), bad, jane],
  ["the user's two ids differ", onUsers(of("id-mismatch")), bad, { user: JANE, words: /differ/ }],
  ["the two ids differ when verifying", onVerify(of("id-mismatch")), ["unknown", "bad_response", 1]],
  ["a user of another tenant", onUsers(edited({ "/results/0/tenantId": 999 })), bad, jane],
  ["a user without an id", onUsers(without("/results/0/id", "/results/0/userAccountId")), bad, jane],
  ["a user with one id only", onUsers(without("/results/0/id")), ["unchanged", null, 0], jane],
];

const UNREADABLE_ANSWERS = [
  ...[TENANTS, USERS].flatMap((path) => [
    [`HTML from ${path}`, at(path)(of("html")), bad, { words: /HTML/ }],
    [`nothing from ${path}`, at(path)(of("empty")), bad],
    [`wrong types from ${path}`, at(path)(of("wrong-types")), bad, { words: /documented shape/ }],
    [`a redirect from ${path}`, at(path)({ kind: "redirect", location: "/elsewhere" }), bad, { words: /redirect/ }],
  ]),
  ["HTML instead of a token", onToken(of("html")), [null, "bad_response", 0]],
  ["wrong types in the token", onToken(of("wrong-types")), [null, "bad_response", 0]],
  ["a truncated look-up", onUsers({ kind: "truncate", keep: 5 }), created, once],
];

/** Answers that do not say whether it was done: it is looked for, and never sent again. */
const UNCLEAR = [
  ["HTML", of("html"), "bad_response"],
  ["nothing", of("empty"), "bad_response"],
  ["500", status(500, ""), "server_error"],
  ["503", status(503, ""), "server_error"],
  ["408", status(408, ""), "timeout"],
  ["a redirect", { kind: "redirect", location: "/x", status: 307 }, "bad_response"],
  ["a hang", of("hang"), "timeout"],
  ["a drop", of("drop"), "network"],
];
const patient = { options: { timeoutMs: 1_000 } };
const ANSWERS_TO_THE_CREATE = [
  ...UNCLEAR.flatMap(([name, fault, code]) => [
    [`${name}, before commit`, onCreate({ ...fault, when: "before" }), ["unknown", code, 0], { ...patient, ...once }],
    [`${name}, after commit`, onCreate({ ...fault, when: "after" }), created, { ...patient, ...once, words: /not answered clearly/ }],
  ]),
  ["401, after commit", onCreate(status(401, "", { when: "after" })), created, { ...once, words: /not answered clearly/ }],
  ["429, after commit", onCreate({ ...limit(0), when: "after" }), created, { ...once, words: /not answered clearly/ }],
  ["400, before commit", onCreate(status(400, { message: "bad" }, { when: "before" })), refused, once],
  ["400, after commit", onCreate(status(400, { message: "bad" }, { when: "after" })), adopted, once],
  ["wrong types", onCreate(of("wrong-types")), created, once],
  ["a truncated answer", onCreate(of("truncate")), created, once],
  [
    "a refusal in a 200",
    onCreate(status(200, { successful: false, status: "False", exceptionMessage: "Not licensed.", userAccountId: 0 })),
    refused,
    { words: /Not licensed/, ...once },
  ],
  ["success without an id", onCreate(edited({ "/userAccountId": 0 })), created, { words: /was lost/, ...once }],
  ["success, but for somebody else", onCreate(edited({ "/username": "mary@doe.com" })), created, once],
  [
    "an id that no look-up shows",
    onCreate(edited({ "/userAccountId": 99 })),
    ["conflict", "conflict", 1],
    { words: /99/ },
  ],
];

const TROUBLE = [
  ["dropped reads", [onToken, onTenants, onUsers].map((strike) => strike(of("drop"))), created, once],
  ["a read that stays down", onTenants(status(500), "always"), ["failed", "server_error", 0], hasty],
  ["a read that always hangs", onTenants(of("hang"), "always"), ["failed", "timeout", 0], hasty],
  ["a read that is always dropped", onUsers(of("drop"), "always"), ["failed", "network", 0], hasty],
  [
    "a create, then no way to look",
    [onCreate(lost), onVerify(status(503), "always")],
    ["unknown", "server_error", 1],
    { ...hasty, words: /run again/ },
  ],
  [
    "a create that never gets through",
    onCreate(of("drop"), "always"),
    ["unknown", "network", 0],
    { ...once, words: /run again later/ },
  ],
  [
    "a verify that stays down",
    onVerify(status(500), "always"),
    ["unknown", "server_error", 1],
    { ...hasty, words: /by hand/ },
  ],
];

const SESSIONS = [
  ["the session expires at the tenants", onTenants(of("expire-session")), created, once],
  ["the session expires at the look-up", onUsers(of("expire-session")), created, once],
  ["the session expires at the create", onCreate(of("expire-session")), created, { creates: 2 }],
  ["the session expires at the verify", onVerify(of("expire-session")), created, once],
  ["every session is rejected", onTenants(status(401), "always"), [null, "auth_rejected", 0]],
  ["a client without permissions", [], ["failed", "forbidden", 0], { number: 2, words: /administrator/ }],
  ["a client that may only read", [], ["failed", "forbidden", 0], { number: 1, creates: 1 }],
];

const REFUSALS = [
  ...["message", "Message", "exceptionMessage", "error"].map((key) => [
    `400 with ${key}`,
    onUsers(status(400, { [key]: "No such thing." })),
    refused,
    { words: /No such thing\./ },
  ]),
  ["400 with text", onUsers(status(400, "No such thing.")), refused, { words: /No such thing\./ }],
  ["400 with nothing", onUsers(status(400)), refused, { words: /400/ }],
  ["400 with a long text", onUsers(status(400, "x".repeat(5000))), refused, { words: /^[^x]*x{100,300}[^x]*$/ }],
  ["404", onUsers(status(404)), ["failed", "not_found", 0]],
];

const RATE_LIMITS = [
  [
    "429 everywhere, with seconds",
    [onToken, onTenants, onUsers, onCreate].map((strike) => strike(limit(0))),
    created,
    { creates: 2 },
  ],
  ["429 with a date", onTenants(limit(0, "date")), created],
  ["429 without a word", onTenants(limit(0, "none")), created],
  ["429 again and again", onTenants(limit(0), "always"), limited],
  ["429 for an hour, at the tenants", onTenants(limit(3600)), limited, { retryIn: HOUR }],
  ["429 for an hour, as a date", onUsers(limit(3600, "date")), limited, { retryIn: HOUR }],
  ["429 for an hour, at the create", onCreate(limit(3600)), limited, { retryIn: HOUR, ...once }],
  ["429 for an hour, at the token", onToken(limit(3600)), [null, "rate_limited", 0], { retryIn: HOUR }],
];

const SHOWN_LATE = [
  ["one look late", onCreate(late(1)), created, once],
  ["never shown", onCreate(late(99)), ["unknown", "not_found", 1], { words: /id \d+/, ...once }],
  ["lost and one look late", [onCreate(late(1)), onCreate(lost)], created, once],
  ["lost and three looks late", [onCreate(late(3)), onCreate(lost)], created, once],
  ["lost and never shown", [onCreate(late(99)), onCreate(lost)], ["unknown", "network", 1], once],
];

export const FAULTS = {
  "lists that lie": LYING_LISTS,
  "answers that cannot be read": UNREADABLE_ANSWERS,
  "answers to the create": ANSWERS_TO_THE_CREATE,
  "trouble that passes, and trouble that stays": TROUBLE,
  "sessions and permissions": SESSIONS,
  "refusals in every shape": REFUSALS,
  "rate limits": RATE_LIMITS,
  "accounts that show late": SHOWN_LATE,
};
