// What the Workiva stand-in holds at the start; it matches `tests/vectors/rosters/workiva.json`.

/**
 * @typedef {"organization:read" | "organization:write"} Scope
 * @typedef {{ id: string, name: string, licensed?: boolean }} Role  one without a licence cannot be given
 *
 * @typedef {object} Client
 * @property {string} clientId
 * @property {string} clientSecret
 * @property {Scope[]} scopes  the most it is granted, whatever it asks for
 *
 * @typedef {object} Settings
 * @property {string} organization        a UUID
 * @property {string} version             of the API, as X-Version has to name it
 * @property {number} tokenSeconds
 * @property {string} linkHost            the host that links and locations name: not the one that was called [D]
 * @property {number} pageSize            the most that one page holds, whatever is asked for
 * @property {number} pollsToComplete
 * @property {number} retryAfter          seconds, in a 202
 * @property {string} scimToken
 * @property {{ username: string, password: string }} scimBasic  as good as the token
 * @property {number} holdMs              how long a role without membership is held before it fails
 * @property {Record<import("./scim/names.js").Kind, string>} groupNames
 *
 * @typedef {object} SeedUser
 * @property {string} username
 * @property {string} [email]        the user name unless told
 * @property {string} givenName
 * @property {string} familyName
 * @property {string} [displayName]
 * @property {"active" | "suspended"} [status]
 * @property {string[]} [roles]      organization roles beside the default one, by name
 * @property {{ workspace: string, roles?: string[], groups?: string[] }[]} [workspaces]  by id and by names
 *
 * @typedef {object} Seed
 * @property {Partial<Settings>} settings
 * @property {Client[]} clients
 * @property {Role[]} organizationRoles  the first is everybody's
 * @property {Role[]} workspaceRoles
 * @property {{ id: string, name: string }[]} workspaces
 * @property {{ workspace: string, name: string }[]} groups
 * @property {SeedUser[]} users
 * @property {SeedUser[]} elsewhere      users of another organization: no listing shows them
 */

/** Printable ASCII is all that RFC 6749 allows; the mark is what a leak test searches for. */
const secret = (name) => `CANARY-secret-${name} "\\/+&=%`;

/** @type {Seed} */
export const defaultSeed = {
  settings: {
    organization: "3f2b8a52-6c1e-4c0f-9d53-0a1b2c3d4e5f",
    version: "2026-01-01",
    tokenSeconds: 599,
    linkHost: "https://api.app.wdesk.com",
    pageSize: 5,
    pollsToComplete: 2,
    retryAfter: 1,
    scimToken: "CANARY-scim-token",
    scimBasic: { username: "provisioning", password: 'CANARY-scim-pässword:"\\+' },
    holdMs: 30_000,
    groupNames: {
      organizationRole: "organization:role:{role}",
      workspace: "workspace:{workspace}",
      workspaceRole: "workspace:{workspace}:role:{role}",
      workspaceGroup: "workspace:{workspace}:group:{group}",
    },
  },
  clients: [
    { clientId: "sandbox client", clientSecret: secret("full"), scopes: ["organization:read", "organization:write"] },
    { clientId: "reader", clientSecret: secret("reader"), scopes: ["organization:read"] },
    { clientId: "nothing", clientSecret: secret("nothing"), scopes: [] },
  ],
  organizationRoles: [
    { id: "1", name: "Organization Member" },
    { id: "2", name: "Org User Admin" },
    { id: "3", name: "Org Workspace Admin" },
    { id: "4", name: "Org Security Admin" },
    { id: "5", name: "Org Chain Security Admin", licensed: false },
    { id: "6", name: "Data Access Admin" },
  ],
  // The same ids mean other roles here.
  workspaceRoles: [
    { id: "2", name: "Workspace Owner" },
    { id: "3", name: "Workspace Member" },
    { id: "4", name: "Editor" },
    { id: "5", name: "Viewer" },
    { id: "6", name: "Copy Manager" },
    { id: "7", name: "XBRL Manager", licensed: false },
    { id: "8", name: "Section 16 Filer" },
  ],
  workspaces: [
    { id: "V29ya3NwYWNlHzEwMQ==", name: "Annual Report" },
    { id: "V29ya3NwYWNlHzEwMg==", name: "SOX & Controls #1 (100%)" },
    { id: "V29ya3NwYWNlHzEwMw==", name: 'Q4 "draft" \\ 山田 + more' },
    // Two of one name: ambiguous.
    { id: "V29ya3NwYWNlHzEwNA==", name: "Archive" },
    { id: "V29ya3NwYWNlHzEwNQ==", name: "Archive" },
  ],
  groups: [
    { workspace: "V29ya3NwYWNlHzEwMQ==", name: "Reviewers" },
    { workspace: "V29ya3NwYWNlHzEwMQ==", name: 'Preparers "A" & B' },
    { workspace: "V29ya3NwYWNlHzEwMg==", name: "Reviewers" },
  ],
  users: [
    { username: "somebody.else@doe.example", givenName: "Somebody", familyName: "Else" },
    { username: "admin", email: "admin@doe.example", givenName: "Ada", familyName: "Min", roles: ["Org User Admin"] },
    {
      username: "jane.roe@doe.example",
      email: "Jane.Roe@doe.example",
      givenName: "Jane",
      familyName: "Roe",
      roles: ["Org Workspace Admin"],
      workspaces: [{ workspace: "V29ya3NwYWNlHzEwMQ==", roles: ["Editor"], groups: ["Reviewers"] }],
    },
    {
      username: "moved.on@doe.example",
      givenName: "Mo",
      familyName: "Vedon",
      displayName: "Mo Vedon",
      workspaces: [{ workspace: "V29ya3NwYWNlHzEwMQ==", roles: ["Viewer"] }],
    },
    { username: "on.leave@doe.example", givenName: "Onur", familyName: "Leave", status: "suspended" },
    { username: "o'brien@doe.example", givenName: "Siobhan", familyName: "O'Brien" },
  ],
  elsewhere: [{ username: "shared.auditor@audit.example", givenName: "Shay", familyName: "Auditor" }],
};
