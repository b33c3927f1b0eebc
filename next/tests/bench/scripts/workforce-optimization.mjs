// Workforce Optimization by hand: lists once, then one change at a time, each read back.
import { Api } from "./api.mjs";

const ORG = "/api/rest/org/common";

export function open({ baseUrl, credentials: { userId, password } }, { concurrency } = {}) {
  const login = async (api) => {
    const json = { userId, password, language: "en" };
    const { body } = await api.send("POST", "/api/rest/authorize", { json, bare: true });
    return { cookie: `hazelcast.sessionId=${body.sessionId}` };
  };
  const api = new Api(baseUrl, { concurrency, login });

  async function directory() {
    const lists = ["person/permission/ViewOrg", "team/permission/ViewOrg", "role/permission/ViewOrg", "view"];
    const [people, teams, roles, views] = await Promise.all(lists.map((list) => api.get(`${ORG}/${list}`)));
    const ids = new Map(people.map(({ email, personId }) => [email?.toLowerCase(), personId]));
    const byName = (list) => new Map(list.map((one) => [one.name, one]));
    return { ids, teams: byName(teams), roles: byName(roles), views: byName(views) };
  }

  const read = (id) => api.get(`${ORG}/person/${id}`);
  const matches = (person, { firstName, lastName, groupId, roles }) =>
    person.firstName === firstName &&
    person.lastName === lastName &&
    person.groupId === groupId &&
    person.roles.map(({ id }) => id).join() === roles.map(({ id }) => id).join();

  async function provision(user, { ids, teams, roles, views }) {
    const team = teams.get(user.team);
    const wanted = {
      firstName: user.firstName,
      lastName: user.lastName,
      email: user.userName,
      groupId: team.groupId,
      parentGroup: team.parentGroupId,
      roles: user.roles.map((name) => roles.get(name)),
      scope: { tenant: null, groups: [], teams: [] },
      views: [{ id: views.get("EnterpriseView").id, name: "EnterpriseView", isMain: true }],
    };
    const existing = ids.get(user.userName.toLowerCase());
    const id = existing ?? (await api.post(`${ORG}/person`, wanted)).id;
    const ending = existing === undefined ? "created" : "unchanged";
    return { id, status: matches(await read(id), wanted) ? ending : "failed" };
  }

  return {
    async *provisionAll(users) {
      const known = await directory();
      for await (const user of users) {
        yield await provision(user, known).catch((error) => ({ status: "failed", error }));
      }
      await api.send("DELETE", "/api/rest/authorize");
    },
    close: async () => {},
  };
}
