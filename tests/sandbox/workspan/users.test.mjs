// WorkSpan's stand-in: people over SCIM.
import assert from "node:assert/strict";
import { test } from "node:test";
import { byUserName, newUser, start, USERS } from "./testing.js";
import { ENTERPRISE, USER } from "./user.js";

const list = async (call, path) => (await call("GET", path)).json();

test("somebody is found by userName, in any case and with any character", async (t) => {
  const { call } = await start(t);
  for (const email of [
    `"q\\uote"+&#%'@partner.example`,
    "山田@例え.jp",
    "müller@partner.example",
    "x😀@partner.example",
  ]) {
    assert.deepEqual((await list(call, byUserName(email))).Resources, []);
    const created = await (await call("POST", USERS, newUser(email))).json();
    const found = await list(call, byUserName(email.toUpperCase()));
    assert.deepEqual([found.totalResults, found.startIndex, found.itemsPerPage], [1, 1, 1], email);
    assert.deepEqual(found.Resources, [created]);
  }
});

test("only userName filters, and no other option is known", async (t) => {
  const { call } = await start(t);
  const filters = [
    `emails.value eq "a@b.c"`,
    `userName eq a`,
    `userName eq 'a'`,
    `userName co "a"`,
    `username eq "a"`,
    `userName eq "a" or userName eq "b"`,
    `userName eq "\\q"`,
    `userName eq "a" `,
    ``,
  ];
  for (const filter of filters) {
    const response = await call("GET", `${USERS}?filter=${encodeURIComponent(filter)}`);
    assert.equal(response.status, 400, filter);
    assert.equal((await response.json()).scimType, "invalidFilter");
  }
  const plain = `filter=${encodeURIComponent('userName eq "a"')}`;
  for (const query of [
    "?attributes=id",
    "?count=-1",
    "?startIndex=0",
    "?count=x",
    `?${plain}&${plain}`,
    `?Filter=x`,
    "?$filter=x",
  ]) {
    assert.equal((await call("GET", USERS + query)).status, 400, query);
  }
  assert.equal((await call("GET", `${USERS}?filter=userName+eq+"a"`.replaceAll('"', "%22"))).status, 200);
});

test("a listing is paged", async (t) => {
  const { state, call } = await start(t, { seed: { settings: { pageSize: 2 } } });
  const pages = [];
  for (const startIndex of [1, 3, 5, 7])
    pages.push((await list(call, `${USERS}?startIndex=${startIndex}&count=50`)).Resources.length);
  assert.deepEqual(pages, [2, 2, 1, 0]);
  assert.equal((await list(call, `${USERS}?count=0`)).totalResults, state.users.length);
});

test("a created user is answered whole, with its place", async (t) => {
  const { state, call, url } = await start(t);
  const body = newUser("ann@partner.example", { displayName: "Ann" });
  const response = await call("POST", USERS, body);
  const user = await response.json();
  assert.deepEqual([response.status, response.headers.get("location")], [201, `${url}${USERS}/${user.id}`]);
  const { id, meta, ...attributes } = user;
  assert.deepEqual(attributes, body);
  assert.match(id, /^Ws-Person_/);
  assert.equal(meta.location, response.headers.get("location"));
  assert.deepEqual(await list(call, `${USERS}/${id}`), user);
  assert.equal(state.usersOf("ANN@partner.example").length, 1);
  const silent = await (await call("POST", USERS, newUser("b@partner.example", { active: undefined }))).json();
  assert.equal(silent.active, true);
});

test("a body that is not exactly right is refused", async (t) => {
  const { state, call } = await start(t);
  const before = state.users.length;
  const good = newUser("new@partner.example");
  const table = [
    { ...good, extra: 1 },
    { ...good, password: "x" },
    { ...good, id: "1" },
    { ...good, groups: [] },
    { ...good, userName: undefined },
    { ...good, userName: "nobody" },
    { ...good, userName: "other@partner.example" },
    { ...good, name: { givenName: "A" } },
    { ...good, name: { givenName: "A", familyName: "" } },
    { ...good, emails: [] },
    { ...good, emails: [{ value: good.userName, type: "work" }] },
    { ...good, emails: [{ value: good.userName, type: "work", primary: "true" }] },
    { ...good, active: "true" },
    { ...good, displayName: null },
    { ...good, schemas: [USER] },
    { ...good, schemas: [ENTERPRISE] },
    { ...good, schemas: [USER, USER, ENTERPRISE] },
    { ...good, [ENTERPRISE]: { Department: "x" } },
    [],
    "null",
    "{",
  ];
  for (const body of table) assert.equal((await call("POST", USERS, body)).status, 400, JSON.stringify(body));
  for (const type of ["application/scim+json", "text/plain", "application/json; charset=latin1"]) {
    assert.equal((await call("POST", USERS, good, { "content-type": type })).status, 415, type);
  }
  assert.equal((await call("POST", `${USERS}?x=1`, good)).status, 400);
  assert.equal(state.users.length, before);
});

test("a second create is refused, or answered in another way that nobody documents", async (t) => {
  const { sandbox, state, call } = await start(t);
  const [jane] = state.usersOf("jane.roe@partner.example");
  const again = async (status) => {
    if (status) sandbox.assumptions.set({ "workspan.duplicate-create": String(status) });
    const response = await call("POST", USERS, newUser("JANE.ROE@partner.example"));
    return [response.status, await response.json()];
  };
  assert.deepEqual([(await again())[0], (await again())[1].scimType], [409, "uniqueness"]);
  for (const status of [400, 409, 500]) assert.equal((await again(status))[0], status);
  for (const status of [200, 201]) {
    const [ok, body] = await again(status);
    assert.deepEqual([ok, body.id], [status, jane.id]);
  }
  assert.equal(state.usersOf("jane.roe@partner.example").length, 1);
});

test("a PUT replaces: what it leaves out is gone, what it keeps is kept", async (t) => {
  const { state, call } = await start(t);
  const [jane] = state.usersOf("jane.roe@partner.example");
  const path = `${USERS}/${jane.id}`;
  const read = await list(call, path);
  const suspended = await (await call("PUT", path, { ...read, active: false })).json();
  assert.deepEqual([suspended.active, suspended.title, suspended.id], [false, "Director", jane.id]);
  const bare = await (await call("PUT", path, newUser("jane.roe@partner.example"))).json();
  assert.deepEqual([bare.active, bare.title, bare.displayName], [true, undefined, undefined]);
  for (const body of [{ ...read, id: "other" }, newUser("other@partner.example"), { ...read, extra: 1 }, "{"]) {
    assert.equal((await call("PUT", path, body)).status, 400, JSON.stringify(body));
  }
  assert.equal((await call("PUT", `${USERS}/nobody`, newUser("a@partner.example"))).status, 404);
});

test("there is no PATCH, no DELETE, and there are no groups", async (t) => {
  const { state, call } = await start(t);
  const path = `${USERS}/${state.users[0].id}`;
  const answers = [
    ["PATCH", path, 405],
    ["DELETE", path, 405],
    ["POST", path, 405],
    ["PUT", USERS, 405],
    ["GET", "/api/scim/v2/Groups", 404],
    ["GET", "/api/scim/v2/ServiceProviderConfig", 404],
    ["GET", `${USERS}/nobody`, 404],
    ["GET", `${USERS}/`, 404],
  ];
  for (const [method, target, status] of answers) {
    const response = await call(method, target, method === "GET" || method === "DELETE" ? undefined : {});
    assert.equal(response.status, status, `${method} ${target}`);
  }
  assert.equal((await call("GET", `${path}?attributes=id`)).status, 400);
});

test("an access type decides who reads and who writes", async (t) => {
  const { call } = await start(t);
  const statuses = async (n) => [
    (await call("GET", USERS, undefined, {}, n)).status,
    (await call("POST", USERS, newUser(`n${n}@partner.example`), {}, n)).status,
  ];
  assert.deepEqual(await statuses(1), [200, 201]);
  assert.deepEqual(await statuses(2), [200, 403]);
  assert.deepEqual(await statuses(3), [403, 403]);
});

test("errors take each of the shapes that may be", async (t) => {
  const { sandbox, call } = await start(t);
  const answer = async (shape) => {
    sandbox.assumptions.set({ "workspan.error-body": shape });
    const response = await call("GET", `${USERS}/nobody`);
    assert.equal(response.status, 404);
    return response.text();
  };
  const { status, schemas, detail } = JSON.parse(await answer("scim"));
  assert.deepEqual(
    [status, schemas, typeof detail],
    ["404", ["urn:ietf:params:scim:api:messages:2.0:Error"], "string"],
  );
  assert.equal(JSON.parse(await answer("gateway")).statusCode, 404);
  assert.equal(await answer("empty"), "");
  assert.match(await answer("text"), /no such user/);
});
