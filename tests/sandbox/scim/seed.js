// What the SCIM service provider holds at the start.

/**
 * @typedef {object} Settings
 * @property {string} bearerToken
 * @property {{ username: string, password: string }} basic  as good as the token
 * @property {boolean} isOpen    whether nobody has to show either
 * @property {number} pageSize   the most that one page of a listing holds
 *
 * @typedef {object} SeedUser
 * @property {string} userName
 * @property {string} givenName
 * @property {string} familyName
 * @property {string} [email]     the user name unless told
 * @property {string} [department]
 * @property {boolean} [active]
 * @property {Record<string, unknown>} [more]  attributes that nobody asked for and a PUT must not lose
 *
 * @typedef {object} Seed
 * @property {Partial<Settings>} settings
 * @property {SeedUser[]} users
 * @property {{ displayName: string, members?: string[] }[]} groups  members by user name
 */

/** @type {Seed} */
export const defaultSeed = {
  settings: {
    bearerToken: "CANARY-scim-provider-token",
    basic: { username: "provisioning", password: 'CANARY-scim-provider-pässword:"\\+' },
    isOpen: false,
    pageSize: 100,
  },
  users: [
    { userName: "somebody.else@provider.example", givenName: "Somebody", familyName: "Else" },
    {
      userName: "Jane.Roe@provider.example",
      givenName: "Jane",
      familyName: "Roe",
      department: "R&D",
      more: { displayName: "Jane Roe", title: "Director", phoneNumbers: [{ value: "tel:+44-20-7946-0000", type: "work" }] },
    },
    {
      userName: "moved.on@provider.example",
      givenName: "Mo",
      familyName: "Vedon",
      department: "Sales",
      more: { displayName: "Mo Vedon" },
    },
    { userName: "on.leave@provider.example", givenName: "Onur", familyName: "Leave", active: false },
    { userName: "o'brien@provider.example", givenName: "Siobhan", familyName: "O'Brien" },
  ],
  groups: [
    { displayName: "Engineering", members: ["Jane.Roe@provider.example"] },
    { displayName: 'R&D "Lab" \\ 100%' },
    // Two of one name: ambiguous.
    { displayName: "Night" },
    { displayName: "Night" },
  ],
};
