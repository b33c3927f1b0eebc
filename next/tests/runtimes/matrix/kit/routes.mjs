// The six routes to the sandbox's platforms as plain data: any runtime can make the clients of it.
import { SCIM_BASE, SCIM_PROVIDER } from "../../../sandbox.mjs";

/**
 * @typedef {object} Route
 * @property {string} title
 * @property {string} client   the name of the class
 * @property {object} options  of the client
 * @property {object} wrong    laid over the options: a secret that is not right
 * @property {object} person   who has no account yet
 * @property {boolean} [cookies]  whether its session is a cookie, which no page can set
 * @property {(sandbox: any) => number} accounts  how many that person has
 */

const pair = ({ clientId, clientSecret }) => ({ clientId, clientSecret });
const WRONG = "not-the-secret";
const spoilt = (client) => ({ credentials: { ...pair(client), clientSecret: WRONG } });

/**
 * @param {any} sandbox
 * @param {string} baseUrl
 * @returns {Route[]}
 */
export function routesOf({ myworkpal, workspan, workiva, scim: provider, "workforce-optimization": wfo }, baseUrl) {
  const [admin] = wfo.people;
  const login = { userId: admin.email, password: wfo.passwords.get(admin.id) };
  const scim = { baseUrl: baseUrl + SCIM_BASE, bearerToken: workiva.settings.scimToken };
  const { organization } = workiva.settings;
  return [
    {
      title: "MyWorkpal",
      client: "MyWorkpal",
      options: {
        baseUrl,
        credentials: pair(myworkpal.clients[0]),
        // The platform's own path is not public; this is the sandbox's.
        paths: { createUser: myworkpal.settings.createUserPath },
      },
      wrong: spoilt(myworkpal.clients[0]),
      person: { email: "siobhan.o'neill+payroll@doe.com", company: "Company Doe" },
      accounts: ({ myworkpal }) => myworkpal.accountsOf("companydoe", "siobhan.o'neill+payroll@doe.com").length,
    },
    {
      title: "WorkSpan",
      client: "WorkSpan",
      options: { baseUrl, credentials: pair(workspan.clients[0]) },
      wrong: spoilt(workspan.clients[0]),
      person: { email: "山田@例え.jp", givenName: "太郎", familyName: "山田", department: "R&D #1 (100%)" },
      accounts: ({ workspan }) => workspan.usersOf("山田@例え.jp").length,
    },
    {
      title: "Workiva, platform route",
      client: "Workiva",
      options: { baseUrl, credentials: pair(workiva.clients[0]), organization },
      wrong: spoilt(workiva.clients[0]),
      person: {
        email: "d'arcy.o'shea+filing@doe.example",
        givenName: "D'Arcy",
        familyName: "O'Shea",
        workspaces: [{ workspace: "Annual Report", roles: ["Editor"], groups: ["Reviewers"] }],
      },
      accounts: ({ workiva }) => workiva.usersOf("d'arcy.o'shea+filing@doe.example").length,
    },
    {
      title: "Workiva, SCIM route",
      client: "Workiva",
      options: { route: "scim", scim },
      wrong: { scim: { ...scim, bearerToken: WRONG } },
      person: {
        email: "back.slash@doe.example",
        givenName: "Bäck\\Slash",
        familyName: "C:\\Temp",
        workspaces: [{ workspace: "Annual Report", roles: ["Viewer"] }],
      },
      accounts: ({ workiva }) => workiva.usersOf("back.slash@doe.example").length,
    },
    {
      title: "SCIM",
      client: "Scim",
      options: { baseUrl: baseUrl + SCIM_PROVIDER, bearerToken: provider.settings.bearerToken },
      wrong: { bearerToken: WRONG },
      person: {
        userName: "zoë.o'neill+\"scim\"\\@doe.example",
        email: "zoe@doe.example",
        givenName: "Zoë",
        familyName: "O'Neill",
        groups: ["Engineering", 'R&D "Lab" \\ 100%'],
      },
      accounts: ({ scim }) => scim.usersOf("zoë.o'neill+\"scim\"\\@doe.example").length,
    },
    {
      title: "Workforce Optimization",
      client: "WorkforceOptimization",
      options: { baseUrl, credentials: login },
      wrong: { credentials: { ...login, password: WRONG } },
      person: {
        userName: "иван@пример.example",
        firstName: "Иван",
        lastName: "Петров",
        password: "Passw0rd \"\\'",
        roles: ["Auditor"],
        team: "Retention",
      },
      cookies: true,
      accounts: ({ "workforce-optimization": wfo }) => wfo.peopleOf("иван@пример.example").length,
    },
  ];
}
