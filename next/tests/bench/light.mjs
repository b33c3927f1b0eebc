// MyWorkpal and WorkSpan with as little work as can be: the sandbox reads its lists from end to end, which would make
// 100,000 people slow. The answers have the sandbox's fields.
import { createServer } from "node:http";
import { accountRecord, tenantRecord } from "./sandbox.mjs";

const TENANT = { id: 123, name: "Company Doe", subDomainName: "companydoe" };
const NOW = "2026-01-01T00:00:00";

/** A list of this many users, as MyWorkpal answers it. */
export const userList = (count) => {
  const record = (n) =>
    accountRecord({ systemId: n, tenant: TENANT, emailAddress: `person.${n}@doe.com`, state: "open", now: NOW });
  return JSON.stringify({ count, results: Array.from({ length: count }, (_, n) => record(4711 + n)) });
};

/** @param {"myworkpal" | "workspan"} platform @param {number} latencyMs */
export async function light(platform, latencyMs) {
  const stand = { myworkpal, workspan }[platform]();
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const target = new URL(request.url, "http://localhost");
      const [status, body] = stand.answer(request.method, target, parts.join(""));
      const text = JSON.stringify(body);
      const type = "application/json; charset=utf-8";
      const headers = { "content-type": type, "content-length": Buffer.byteLength(text) };
      const send = () => response.writeHead(status, headers).end(text);
      if (latencyMs > 0) setTimeout(send, latencyMs);
      else send();
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const facts = { credentials: { clientId: "bench", clientSecret: "bench secret" }, createUserPath: "/api/create" };
  const counts = () => ({ requests, accounts: stand.accounts.size });
  return { url: `http://127.0.0.1:${server.address().port}`, facts, counts };
}

function myworkpal() {
  /** E-mail in lower case → id. */
  const accounts = new Map();
  const shown = (email) =>
    accountRecord({ systemId: accounts.get(email), tenant: TENANT, emailAddress: email, state: "open", now: NOW });
  const answer = (method, { pathname, searchParams }, body) => {
    if (pathname === "/idp/connect/token") return [200, { access_token: "token", token_type: "Bearer", expires_in: 3600 }];
    if (pathname === "/api/admin/tenant/list/get") return [200, { count: 1, results: [tenantRecord(TENANT)] }];
    if (pathname === "/api/admin/users/list/get/all/companydoe") {
      const asked = [...searchParams.get("$filter").matchAll(/'((?:[^']|'')*)'/g)].map(([, one]) => one.toLowerCase());
      const results = asked.filter((email) => accounts.has(email)).map(shown);
      return [200, { count: results.length, results }];
    }
    if (method !== "POST" || pathname !== "/api/create") return [404, { message: "no such path" }];
    const email = JSON.parse(body).userAccount.emailAddress.toLowerCase();
    const told = { status: "done", exceptionMessage: null, username: email };
    if (accounts.has(email)) {
      const exceptionMessage = "An account for this user is already present.";
      return [200, { ...told, successful: false, exceptionMessage }];
    }
    accounts.set(email, 4711 + accounts.size);
    return [200, { ...told, successful: true, userAccountId: accounts.get(email) }];
  };
  return { accounts, answer };
}

function workspan() {
  /** User name in lower case → the user. */
  const accounts = new Map();
  const answer = (method, { pathname, searchParams }, body) => {
    if (pathname === "/oauth/token") return [200, { access_token: "token", token_type: "Bearer", expires_in: 3600 }];
    if (pathname !== "/api/scim/v2/Users") return [404, { detail: "no such path" }];
    if (method === "GET") {
      const [, name] = /^userName eq (".*")$/.exec(searchParams.get("filter"));
      const found = accounts.get(JSON.parse(name).toLowerCase());
      return [200, { totalResults: found ? 1 : 0, startIndex: 1, Resources: found ? [found] : [] }];
    }
    const attributes = JSON.parse(body);
    const name = attributes.userName.toLowerCase();
    if (accounts.has(name)) return [409, { status: "409", scimType: "uniqueness" }];
    const user = { ...attributes, id: `Ws-${accounts.size}`, meta: { resourceType: "User", created: NOW } };
    accounts.set(name, user);
    return [201, user];
  };
  return { accounts, answer };
}
