// What the MyWorkpal stand-in holds at the start; it matches `tests/vectors/rosters/myworkpal.csv`.

/**
 * @typedef {"tenants.read" | "users.read" | "users.create" | "records.read" | "records.write"} Permission
 *
 * @typedef {object} Client
 * @property {string} clientId
 * @property {string} clientSecret
 * @property {Permission[]} [permissions]  all by default
 * @property {string[]} [tenants]          sub-domains it may see; all by default
 *
 * @typedef {object} Settings
 * @property {string} createUserPath
 * @property {number} tokenSeconds          lifetime of a token
 *
 * @typedef {object} Seed
 * @property {Partial<Settings>} settings
 * @property {Client[]} clients
 * @property {{ id: number, name: string, subDomainName: string }[]} tenants
 * @property {{ tenant: string, emailAddress: string, state?: import("./state.js").AccountState }[]} accounts
 */

/** Administrators choose any string they like: this one has most of what a form has to encode. */
const SECRET = "sandbox+secret/1&2=3 %";

/** @type {Seed} */
export const defaultSeed = {
  settings: {
    createUserPath: "/api/admin/users/create",
    tokenSeconds: 3600,
  },
  clients: [
    {
      clientId: "sandbox client",
      clientSecret: SECRET,
      tenants: ["companydoe", "mueller-oneill", "twin-north", "twin-south"],
    },
    { clientId: "read-only", clientSecret: SECRET, permissions: ["tenants.read", "users.read", "records.read"] },
    { clientId: "no-permissions", clientSecret: SECRET, permissions: [] },
  ],
  tenants: [
    { id: 123, name: "Company Doe", subDomainName: "companydoe" },
    { id: 124, name: "Müller & O'Neill Ltd", subDomainName: "mueller-oneill" },
    // Two of one name: a look-up by company is ambiguous, one by sub-domain is not.
    { id: 125, name: "Twin Ltd", subDomainName: "twin-north" },
    { id: 126, name: "Twin Ltd", subDomainName: "twin-south" },
    { id: 127, name: "Hidden Holdings", subDomainName: "hidden" },
  ],
  accounts: [
    { tenant: "companydoe", emailAddress: "Jane.Roe@doe.com" },
    { tenant: "companydoe", emailAddress: "left.last.year@doe.com", state: "closed" },
    { tenant: "companydoe", emailAddress: "somebody.else@doe.com", state: "processed" },
    { tenant: "mueller-oneill", emailAddress: "somebody.else@mueller-oneill.example" },
  ],
};
