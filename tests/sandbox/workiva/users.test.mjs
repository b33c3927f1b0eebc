// Workiva's stand-in: users of the platform route.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newUser, start, USERS } from "./testing.js";

const at = (id) => `${USERS}/${encodeURIComponent(id)}`;

test("users are listed page by page, behind links to another host", async (t) => {
  const { state, get, all } = await start(t);
  const first = await get(USERS);
  assert.equal(first.data.length, 5);
  assert.ok(first["@nextLink"].startsWith(`https://api.app.wdesk.com${USERS}?$next=%2B%2F`));
  const second = await get(first["@nextLink"].slice("https://api.app.wdesk.com".length));
  assert.deepEqual([second.data.length, "@nextLink" in second], [1, false]);
  for (const size of [1, 2, 1000])
    assert.equal((await all(`${USERS}?$maxpagesize=${size}`)).length, state.users.length);
  assert.match((await get(`${USERS}?$maxpagesize=2`))["@nextLink"], /\?\$maxpagesize=2&\$next=/);
  assert.deepEqual(first.data[2], {
    id: state.usersOf("jane.roe@doe.example")[0].id,
    givenName: "Jane",
    familyName: "Roe",
    displayName: "Jane Roe",
    email: "Jane.Roe@doe.example",
    username: "jane.roe@doe.example",
    status: "active",
    created: first.data[2].created,
    modified: first.data[2].modified,
  });
});

test("a query that is not exactly right is refused", async (t) => {
  const { get, call } = await start(t);
  const [, cursor] = (await get(`${USERS}?$maxpagesize=1`))["@nextLink"].split("$next=");
  const table = [
    "?$maxpagesize=0",
    "?$maxpagesize=1001",
    "?$maxpagesize=x",
    "?%24maxpagesize=1",
    "?maxpagesize=1",
    "?$top=1",
    "?$maxpagesize=1&$maxpagesize=1",
    "?$next=x",
    "?$next=",
    `?$next=${decodeURIComponent(cursor)}`,
    `?$next=${encodeURIComponent(cursor)}`,
    "?$filter=username%20eq%20%27a%27",
  ];
  for (const query of table) assert.equal((await call("GET", USERS + query)).status, 400, query);
  const roles = USERS.replace("/users", "/roles");
  assert.equal((await call("GET", `${roles}?$next=${cursor}`)).status, 400, "another list's cursor");
  assert.equal((await call("GET", `${roles}?$filter=x`)).status, 400);
});

test("a created user has the default role and is found again", async (t) => {
  const { state, call, get, json } = await start(t);
  const odd = { givenName: `"O'\\B" +&#%`, familyName: "山田", email: "Ann+1@doe.example", displayName: "太郎" };
  const response = await call("POST", USERS, newUser("ann+1@doe.example", odd));
  const user = await response.json();
  assert.deepEqual([response.status, user.status, user.displayName], [201, "active", "太郎"]);
  assert.deepEqual(await get(at(user.id)), user);
  assert.deepEqual((await get(`${at(user.id)}/roles`)).data, [{ id: "1", name: "Organization Member" }]);
  assert.equal(state.usersOf("ANN+1@doe.example").length, 1);
  const plain = await json(call("POST", USERS, newUser("b@doe.example")));
  assert.equal(plain.displayName, "Ann Example");
});

test("a create that is not exactly right is refused", async (t) => {
  const { state, call } = await start(t);
  const before = state.users.length;
  const good = newUser("new@doe.example");
  const table = [
    { ...good, username: "New@doe.example" },
    { ...good, username: "MÜLLER@doe.example" },
    { ...good, username: "new one@doe.example" },
    { ...good, username: "" },
    { ...good, username: undefined },
    { ...good, userName: "new@doe.example" },
    { ...good, email: "nobody" },
    { ...good, givenName: undefined },
    { ...good, familyName: 1 },
    { ...good, displayName: null },
    { ...good, status: "active" },
    { ...good, id: "x" },
    [],
    "{",
  ];
  for (const body of table) {
    const response = await call("POST", USERS, body);
    assert.deepEqual([response.status, (await response.json()).code], [400, "400BadRequest"], JSON.stringify(body));
  }
  for (const taken of ["jane.roe@doe.example", "shared.auditor@audit.example"]) {
    const response = await call("POST", USERS, newUser(taken));
    assert.deepEqual([response.status, (await response.json()).code], [409, "409Conflict"], taken);
  }
  assert.equal((await call("POST", USERS, good, { "content-type": "application/scim+json" })).status, 415);
  assert.equal((await call("POST", `${USERS}?x=1`, good)).status, 400);
  assert.equal((await call("PUT", USERS, good)).status, 405);
  assert.equal(state.users.length, before);
});

test("more than 10 MiB are refused", async (t) => {
  const { call } = await start(t);
  const padding = " ".repeat(10 * 1024 * 1024);
  const body = JSON.stringify(newUser("big@doe.example"));
  assert.equal((await call("POST", USERS, padding + body)).status, 413);
  assert.equal((await call("POST", USERS, padding.slice(body.length) + body)).status, 201);
});

test("a PATCH replaces five attributes, all or none", async (t) => {
  const { state, call, json } = await start(t);
  const [mo] = state.usersOf("moved.on@doe.example");
  const replace = (path, value) => ({ op: "replace", path, value });
  const changes = [
    replace("/givenName", "Maurice"),
    replace("/familyName", "V"),
    replace("/displayName", "M V"),
    replace("/username", "m.v@doe.example"),
    replace("/email", "M.V@doe.example"),
  ];
  const changed = await json(call("PATCH", at(mo.id), changes));
  assert.deepEqual(
    [changed.givenName, changed.familyName, changed.displayName, changed.username, changed.email],
    changes.map(({ value }) => value),
  );
  const before = structuredClone(mo);
  const table = [
    [400, [changes[0], replace("/status", "suspended")]],
    [400, [replace("/givenName", "X"), replace("/id", "1")]],
    [400, [{ op: "add", path: "/givenName", value: "X" }]],
    [400, [{ op: "remove", path: "/displayName" }]],
    [400, [replace("givenName", "X")]],
    [400, [replace("/givenName", "")]],
    [400, [replace("/givenName", null)]],
    [400, [replace("/username", "Upper@doe.example")]],
    [400, [replace("/email", "nobody")]],
    [409, [replace("/givenName", "X"), replace("/username", "jane.roe@doe.example")]],
    [400, []],
    [400, { givenName: "X" }],
  ];
  for (const [status, body] of table)
    assert.equal((await call("PATCH", at(mo.id), body)).status, status, JSON.stringify(body));
  assert.deepEqual(mo, before);
  const types = [
    ["application/json-patch+json", 200],
    ["application/merge-patch+json", 415],
  ];
  for (const [type, status] of types) {
    assert.equal((await call("PATCH", at(mo.id), [changes[0]], { "content-type": type })).status, status);
  }
  assert.equal((await call("PATCH", at("nobody"), [changes[0]])).status, 404);
});

test("a removed user is gone, with memberships and groups", async (t) => {
  const { state, call } = await start(t);
  const [jane] = state.usersOf("jane.roe@doe.example");
  assert.equal((await call("DELETE", at(jane.id))).status, 204);
  assert.equal((await call("DELETE", at(jane.id))).status, 404);
  assert.equal((await call("GET", at(jane.id))).status, 404);
  assert.ok(!JSON.stringify(state.snapshot().memberships).includes(jane.id));
  assert.ok(!JSON.stringify(state.snapshot().groups).includes(jane.id));
});

test("somebody from elsewhere is admitted by id", async (t) => {
  const { state, call } = await start(t);
  const [{ id }] = state.elsewhere;
  const assign = async (body) => (await call("POST", `${USERS}/assignment`, body)).status;
  assert.deepEqual([await assign({ user: "nobody" }), await assign({}), await assign([id])], [404, 400, 400]);
  assert.equal(await assign({ user: id }), 200);
  assert.equal(await assign({ user: id }), 409);
  assert.equal(state.usersOf("shared.auditor@audit.example").length, 1);
});
