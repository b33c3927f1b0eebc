// What the Workforce Optimization stand-in holds at the start; it matches
// `tests/vectors/rosters/workforce-optimization.json`.

/**
 * @typedef {{ id: number, label: string, name: string, isAgentDefault: boolean, isAdminDefault: boolean,
 *   isSupervisorDefault: boolean }} Role
 *
 * @typedef {object} SeedPerson
 * @property {string | null} email
 * @property {string} firstName
 * @property {string} lastName
 * @property {string} [password]   who has none cannot log in
 * @property {string[]} [roles]    by label; Agent by default
 * @property {string} [team]       Default Team by default
 * @property {{ tenant: number | null, groups: number[], teams: number[] }} [scope]
 * @property {string[]} [views]    the first is the main one
 * @property {Record<string, unknown>} [more]
 *
 * @typedef {object} Settings
 * @property {number} sessionSeconds          without use
 * @property {number} attempts                rejected passwords until the account is locked
 * @property {number} administratorLicences
 *
 * @typedef {object} Seed
 * @property {Partial<Settings>} settings
 * @property {{ id: number, name: string }} tenant
 * @property {Role[]} roles
 * @property {{ groupId: number, name: string }[]} groups
 * @property {{ groupId: number, name: string, parentGroupId: number }[]} teams
 * @property {{ id: number, name: string }[]} views
 * @property {SeedPerson[]} people
 */

const role = (id, label, flag, name = label) => ({
  id,
  label,
  name,
  isAgentDefault: flag === "agent",
  isAdminDefault: flag === "admin",
  isSupervisorDefault: flag === "supervisor",
});

/** Default roles can be renamed, not deleted: here the supervisor's was. */
const roles = [
  role(1, "Administrator", "admin"),
  role(2, "Supervisor", "supervisor", "Team Lead"),
  role(3, "Agent", "agent"),
  role(40, "Auditor", ""),
];

/** Another seed's roles: the administrator's was renamed, and a role without its rights took the name. */
export const renamedRoles = [
  role(1, "Administrator", "admin", "Systemverwaltung"),
  ...roles.slice(1),
  role(41, "Powerless", "", "Administrator"),
];

/** The mark is what a leak test searches for. */
const password = (name) => `CANARY-Passw0rd-${name} "\\`;
const everything = { tenant: 1, groups: [], teams: [] };

/** @type {Seed} */
export const defaultSeed = {
  settings: { sessionSeconds: 7200, attempts: 3, administratorLicences: 12 },
  tenant: { id: 1, name: "Doe Group" },
  roles,
  groups: [
    { groupId: 10, name: "Default Group" },
    { groupId: 11, name: "Contact Centre" },
    { groupId: 12, name: "R&D" },
  ],
  teams: [
    { groupId: 100, name: "Default Team", parentGroupId: 10 },
    { groupId: 110, name: "Retention", parentGroupId: 11 },
    { groupId: 111, name: "Night", parentGroupId: 11 },
    { groupId: 120, name: 'Lab #1 "C:\\" & 100%', parentGroupId: 12 },
    // Two of one name: ambiguous.
    { groupId: 121, name: "Night", parentGroupId: 12 },
  ],
  views: [
    { id: 7, name: "EnterpriseView" },
    { id: 8, name: "Contact Centre View" },
  ],
  people: [
    {
      email: "provisor.admin@wfo.example",
      firstName: "API",
      lastName: "User",
      password: password("admin"),
      roles: ["Administrator"],
      scope: everything,
      views: ["EnterpriseView"],
    },
    {
      email: "team.lead@wfo.example",
      firstName: "Tina",
      lastName: "Lead",
      password: password("lead"),
      roles: ["Supervisor"],
      team: "Retention",
    },
    // People of a synchronised phone system have neither address nor login.
    {
      email: null,
      firstName: "Agent",
      lastName: "4711",
      more: { acdId: "4711", acdServerId: 3, isSynchronized: true },
    },
    {
      email: "Jane.Roe@wfo.example",
      firstName: "Jane",
      lastName: "Roe",
      roles: ["Administrator"],
      scope: everything,
      views: ["EnterpriseView"],
      more: { employeeId: "E-17", locale: "en", timeZone: "Europe/London" },
    },
    {
      email: "moved.on@wfo.example",
      firstName: "Mo",
      lastName: "Vedon",
      roles: ["Agent"],
      more: { employeeId: "E-18", adLogin: "DOE\\mo", phones: ["+44 20 7946 0000"] },
    },
    {
      email: "left.last.year@wfo.example",
      firstName: "Lefteris",
      lastName: "Gone",
      more: { deactivated: 1_600_000_000_000 },
    },
  ],
};
