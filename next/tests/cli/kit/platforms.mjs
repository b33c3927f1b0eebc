// Each platform and route as the command line sees it: configuration, secrets, roster.
import { SCIM_BASE } from "../../sandbox.mjs";

const pair = ([{ clientId, clientSecret }]) => ({ PROVISOR_CLIENT_ID: clientId, PROVISOR_CLIENT_SECRET: clientSecret });
const users = ({ users }) => users.length;

export const PLATFORMS = {
  myworkpal: {
    platform: "myworkpal",
    roster: "myworkpal.csv",
    profile: ({ settings }, baseUrl) => ({ options: { baseUrl, paths: { createUser: settings.createUserPath } } }),
    secrets: ({ clients }) => pair(clients),
    accounts: ({ accounts }) => accounts.length,
  },
  workspan: {
    platform: "workspan",
    roster: "workspan.json",
    profile: (_, baseUrl) => ({ options: { baseUrl } }),
    secrets: ({ clients }) => pair(clients),
    accounts: users,
  },
  workiva: {
    platform: "workiva",
    roster: "workiva.json",
    profile: ({ settings: { organization } }, baseUrl) => ({ options: { route: "platform", baseUrl, organization } }),
    secrets: ({ clients }) => pair(clients),
    accounts: users,
  },
  "workiva-scim": {
    platform: "workiva",
    roster: "workiva.json",
    profile: (_, baseUrl) => ({ options: { route: "scim", scim: { baseUrl: baseUrl + SCIM_BASE } } }),
    secrets: ({ settings: { scimToken } }) => ({ PROVISOR_BEARER_TOKEN: scimToken }),
    accounts: users,
  },
  "workforce-optimization": {
    platform: "workforce-optimization",
    roster: "workforce-optimization.json",
    profile: (_, baseUrl) => ({ options: { baseUrl } }),
    secrets: ({ people: [{ id, email }], passwords }) => ({
      PROVISOR_USER_ID: email,
      PROVISOR_PASSWORD: passwords.get(id),
    }),
    accounts: ({ people }) => people.length,
  },
};
