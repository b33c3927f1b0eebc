// What the WorkSpan stand-in holds at the start; it matches `tests/vectors/rosters/workspan.json`.

/**
 * @typedef {"reports" | "users.read" | "users.write"} Right
 *
 * @typedef {object} Client  an Application User
 * @property {string} clientId
 * @property {string} clientSecret
 * @property {string} accessType
 * @property {string} [environment]  what `x-ws-env` has to say on every request; none in production
 *
 * @typedef {object} Settings
 * @property {number} tokenSeconds
 * @property {string | null} subscriptionKey  the gateway's key; asked for when there is one
 * @property {number} pageSize                the most that one page of a listing holds
 * @property {Record<string, Right[]>} accessTypes
 *
 * @typedef {object} SeedUser
 * @property {string} email
 * @property {string} givenName
 * @property {string} familyName
 * @property {string} [displayName]
 * @property {string} [department]
 * @property {boolean} [active]
 * @property {Record<string, unknown>} [more]  attributes that nobody asked for and a PUT must not lose
 *
 * @typedef {object} Seed
 * @property {Partial<Settings>} settings
 * @property {Client[]} clients
 * @property {SeedUser[]} users
 */

/** Most of what a JSON string has to escape; the mark is what a leak test searches for. */
const secret = (name) => `CANARY-secret-${name} "\\/+&=%`;

/** @type {Seed} */
export const defaultSeed = {
  settings: {
    // As in the source [S]; the OpenAPI file says 3600 [D].
    tokenSeconds: 863_999,
    subscriptionKey: null,
    pageSize: 100,
    // The names are published [S][D]; what each may do is not: this is the sandbox's invention.
    accessTypes: {
      ObjectReadWrite: ["reports", "users.read", "users.write"],
      ObjectRead: ["reports", "users.read"],
      "Object Read": ["reports"],
      "Object Dynamics_Read": ["reports"],
      MARKETPLACE_ACTIONS: [],
    },
  },
  clients: [
    { clientId: "WS-ApplicationUser_sandbox", clientSecret: secret("production"), accessType: "ObjectReadWrite" },
    {
      clientId: "WS-ApplicationUser_uat",
      clientSecret: secret("uat"),
      accessType: "ObjectReadWrite",
      environment: "uat.workspan.com",
    },
    { clientId: "WS-ApplicationUser_read", clientSecret: secret("read"), accessType: "ObjectRead" },
    { clientId: "WS-ApplicationUser_report", clientSecret: secret("report"), accessType: "Object Read" },
    { clientId: "WS-ApplicationUser_market", clientSecret: secret("market"), accessType: "MARKETPLACE_ACTIONS" },
    // The prefix as the source's JSON sample has it: unusual, and still valid.
    { clientId: "WSApplicationUser_odd", clientSecret: secret("odd"), accessType: "ObjectReadWrite" },
  ],
  users: [
    { email: "somebody.else@partner.example", givenName: "Somebody", familyName: "Else" },
    {
      email: "Jane.Roe@partner.example",
      givenName: "Jane",
      familyName: "Roe",
      displayName: "Jane Roe",
      department: "Alliances",
      more: { title: "Director", phoneNumbers: [{ value: "+44 20 7946 0000", type: "work" }] },
    },
    {
      email: "moved.on@partner.example",
      givenName: "Mo",
      familyName: "Vedon",
      displayName: "Mo Vedon",
      department: "Sales",
      more: { title: "Manager" },
    },
    { email: "on.leave@partner.example", givenName: "Onur", familyName: "Leave", active: false },
    { email: "o'brien@partner.example", givenName: "Siobhan", familyName: "O'Brien" },
  ],
};
