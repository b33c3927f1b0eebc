// What the demo shows: each platform and route, with the roster that the sandbox's seed was made for.
import { MyWorkpal, Workiva, WorkforceOptimization, WorkSpan } from "provisor";
import { SCIM_BASE } from "../sandbox.mjs";

/**
 * @typedef {object} Show
 * @property {string} title
 * @property {string} platform  of the sandbox and of the roster
 * @property {string} roster    a file in `tests/vectors/rosters`
 * @property {(text: string) => string} [ready]  what the roster still wants
 * @property {(state: any, baseUrl: string) => any} client
 * @property {(state: any) => number} accounts  how many there are on the platform
 */

const pair = ({ clientId, clientSecret }) => ({ clientId, clientSecret });
const users = ({ users }) => users.length;

/** @type {Show[]} */
export const SHOWS = [
  {
    title: "MyWorkpal",
    platform: "myworkpal",
    roster: "myworkpal.csv",
    client: ({ clients, settings }, baseUrl) =>
      new MyWorkpal({
        baseUrl,
        credentials: pair(clients[0]),
        // The platform's own path is not public; this is the sandbox's.
        paths: { createUser: settings.createUserPath },
      }),
    accounts: ({ accounts }) => accounts.length,
  },
  {
    title: "WorkSpan",
    platform: "workspan",
    roster: "workspan.json",
    client: ({ clients }, baseUrl) => new WorkSpan({ baseUrl, credentials: pair(clients[0]) }),
    accounts: users,
  },
  {
    title: "Workiva, platform route",
    platform: "workiva",
    roster: "workiva.json",
    client: ({ clients, settings: { organization } }, baseUrl) =>
      new Workiva({ route: "platform", baseUrl, credentials: pair(clients[0]), organization }),
    accounts: users,
  },
  {
    title: "Workiva, SCIM route",
    platform: "workiva",
    roster: "workiva.json",
    client: ({ settings: { scimToken } }, baseUrl) =>
      new Workiva({ route: "scim", scim: { baseUrl: baseUrl + SCIM_BASE, bearerToken: scimToken } }),
    accounts: users,
  },
  {
    title: "Workforce Optimization",
    // Nobody gets roles or a team by default: those without are an application's.
    ready: (text) => JSON.stringify(JSON.parse(text).map((row) => (row.roles && row.team ? row : { preset: "apiUser", ...row }))),
    platform: "workforce-optimization",
    roster: "workforce-optimization.json",
    client: ({ people, passwords }, baseUrl) => {
      const [{ id, email }] = people;
      return new WorkforceOptimization({ baseUrl, credentials: { userId: email, password: passwords.get(id) } });
    },
    accounts: ({ people }) => people.length,
  },
];
