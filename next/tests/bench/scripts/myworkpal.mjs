// MyWorkpal by hand: looked up by 25 in a call, created one by one, looked up again.
import { appendFile } from "node:fs/promises";
import { Api, chunks, once, windows } from "./api.mjs";

const AT_ONCE = 25;
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
const keyOf = ({ email }) => email.trim().toLowerCase();

/** The fields that matter, of a list as it came. */
export const readUsers = (list) =>
  list.results.map(({ id, userAccountId, emailAddress, tenantId, tenant, isAccountClosed, isLockedOut }) => {
    if (typeof id !== "number" || typeof emailAddress !== "string") throw new Error("not a list of users");
    return { id, userAccountId, emailAddress, tenantId, tenant, isAccountClosed, isLockedOut };
  });

const listQuery = (filter, count) =>
  `?$inlinecount=allpages&$filter=${encodeURIComponent(filter)}&$top=${count}&$skip=0`;
export const tenantPath = (company) =>
  `/api/admin/tenant/list/get${listQuery(`tolower(Name) eq ${quoted(company.toLowerCase())}`, 1)}`;

export function open({ baseUrl, credentials: { clientId, clientSecret }, createUserPath }, { concurrency } = {}) {
  const login = async (api) => {
    const form = { grant_type: "client_credentials", scope: "api", client_id: clientId, client_secret: clientSecret };
    const { body } = await api.send("POST", "/idp/connect/token", { form, bare: true });
    return { authorization: `Bearer ${body.access_token}` };
  };
  const api = new Api(baseUrl, { concurrency, login });
  const subDomainOf = once(async (company) => {
    const { results } = await api.get(tenantPath(company));
    if (results.length !== 1) throw new Error(`${results.length} tenants are called ${company}`);
    return results[0].subDomainName;
  });

  /** Id by e-mail. */
  async function look(users, signal) {
    const found = new Map();
    const subDomain = await subDomainOf(users[0].company);
    await Promise.all(
      chunks(users, AT_ONCE).map(async (some) => {
        const filter = some.map((user) => `tolower(EmailAddress) eq ${quoted(keyOf(user))}`).join(" or ");
        const path = `/api/admin/users/list/get/all/${subDomain}${listQuery(filter, some.length)}`;
        for (const { id, emailAddress } of readUsers(await api.get(path, { signal }))) {
          found.set(emailAddress.toLowerCase(), id);
        }
      }),
    );
    return found;
  }

  async function create(user, signal) {
    const tenant = await subDomainOf(user.company);
    const body = {
      userAccount: { emailAddress: keyOf(user), tenant },
      personDetails: {},
      contactNumbers: [],
      addressDetails: {},
      employeeDetails: {},
      metaDataPersonal: { groups: [] },
      metaDataEmployee: { groups: [] },
    };
    const answer = await api.post(createUserPath, body, { signal });
    if (!answer.successful) throw new Error(answer.exceptionMessage ?? answer.status);
  }

  async function together(users, { journal, signal } = {}) {
    const before = await look(users, signal);
    const missing = users.filter((user) => !before.has(keyOf(user)));
    const errors = new Map();
    const write = (line) => journal && appendFile(journal, `${JSON.stringify(line)}\n`);
    await Promise.all(
      missing.map(async (user) => {
        await write({ intent: keyOf(user) });
        await create(user, signal).catch((error) => errors.set(user, error));
      }),
    );
    const after = missing.length > 0 ? await look(missing, signal) : before;
    const outcomes = users.map((user) => {
      const key = keyOf(user);
      if (before.has(key)) return { key, id: before.get(key), status: "unchanged" };
      return { key, id: after.get(key), status: after.has(key) ? "created" : "failed", error: errors.get(user) };
    });
    for (const { key, status, id } of outcomes) await write({ done: key, status, id });
    return outcomes;
  }

  return {
    async *provisionAll(users, options) {
      for await (const window of windows(users, keyOf)) yield* await together(window, options);
    },
    provision: async (user, options) => (await together([user], options))[0],
    close: async () => {},
  };
}
