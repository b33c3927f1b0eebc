// WorkSpan by hand: look, create, look.
import { Api, windows } from "./api.mjs";

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

export function open({ baseUrl, credentials: { clientId, clientSecret } }, { concurrency } = {}) {
  const login = async (api) => {
    const json = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
    const { body } = await api.send("POST", "/oauth/token", { json, bare: true });
    return { authorization: `Bearer ${body.access_token}` };
  };
  const api = new Api(baseUrl, { concurrency, login });

  async function look({ email }) {
    const filter = encodeURIComponent(`userName eq ${JSON.stringify(email)}`);
    const { Resources = [] } = await api.get(`/api/scim/v2/Users?filter=${filter}&startIndex=1&count=10`);
    return Resources.find(({ userName }) => userName.toLowerCase() === email.toLowerCase());
  }

  const matches = (found, { givenName, familyName, displayName, department }) =>
    found.name?.givenName === givenName &&
    found.name?.familyName === familyName &&
    found.displayName === displayName &&
    found[ENTERPRISE]?.department === department;

  async function provision(user) {
    const before = await look(user);
    if (before) return { id: before.id, status: matches(before, user) ? "unchanged" : "failed" };
    const { email, givenName, familyName, displayName, department } = user;
    let error;
    const body = {
      schemas: [USER, ENTERPRISE],
      userName: email,
      emails: [{ value: email, type: "work", primary: true }],
      name: { givenName, familyName },
      displayName,
      [ENTERPRISE]: { department },
      active: true,
    };
    await api.post("/api/scim/v2/Users", body).catch((cause) => (error = cause));
    const after = await look(user);
    return after && matches(after, user) ? { id: after.id, status: "created" } : { status: "failed", error };
  }

  return {
    async *provisionAll(users) {
      for await (const window of windows(users, ({ email }) => email.toLowerCase())) {
        yield* await Promise.all(window.map(provision));
      }
    },
    provision,
    close: async () => {},
  };
}
