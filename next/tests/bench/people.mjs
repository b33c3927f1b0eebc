// Who is provisioned: the nth person of each route.

const workiva = (n) => ({
  email: `person.${n}@doe.example`,
  givenName: "Ann",
  familyName: `Number ${n}`,
  organizationRoles: ["Org User Admin"],
  workspaces: [{ workspace: "Annual Report", roles: ["Editor"], groups: ["Reviewers"] }],
});

/** By route; `platform` is the sandbox's name for it, `chain` the calls that one person alone waits for in turn. */
export const ROUTES = {
  myworkpal: {
    platform: "myworkpal",
    chain: 5,
    person: (n) => ({ email: `person.${n}@doe.com`, company: "Company Doe" }),
  },
  workspan: {
    platform: "workspan",
    chain: 4,
    person: (n) => ({
      email: `person.${n}@partner.example`,
      givenName: "Ann",
      familyName: `Number ${n}`,
      displayName: `Ann Number ${n}`,
      department: "Alliances",
    }),
  },
  workiva: { platform: "workiva", person: workiva },
  "workiva-scim": { platform: "workiva", person: workiva },
  "workforce-optimization": {
    platform: "workforce-optimization",
    person: (n) => ({
      userName: `person.${n}@wfo.example`,
      firstName: "Ann",
      lastName: `Number ${n}`,
      roles: ["Agent"],
      team: "Retention",
    }),
  },
};

/** So many people, made as they are asked for. */
export function* people(route, count) {
  for (let n = 0; n < count; n += 1) yield ROUTES[route].person(n);
}
