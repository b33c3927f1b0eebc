// Workiva's stand-in: each assumption and its opposites, on both routes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newUser, ORG, REPORT, SOX, start, USERS, workspace } from "./testing.js";

const at = (path, id) => `${path}/${encodeURIComponent(id)}`;
const JANE = "jane.roe@doe.example";
const filtered = (text) => `${USERS}?$filter=${encodeURIComponent(text)}`;

test("$filter is refused, understood, or taken no notice of", async (t) => {
  const { sandbox, state, call } = await start(t, { seed: { settings: { pageSize: 100 } } });
  const seen = [];
  for (const value of ["refused", "supported", "ignored"]) {
    sandbox.assumptions.set({ "workiva.filter": value });
    const response = await call("GET", filtered(`username eq '${JANE}'`));
    seen.push([response.status, (await response.json()).data?.length]);
  }
  assert.deepEqual(seen, [
    [400, undefined],
    [200, 1],
    [200, state.users.length],
  ]);
});

test("two users may share a name or an address, or not", async (t) => {
  const { sandbox, state, call } = await start(t);
  const create = async (values, user) => {
    sandbox.assumptions.set(values);
    return (await call("POST", USERS, user)).status;
  };
  const twin = newUser(JANE, { email: "other@doe.example" });
  assert.equal(await create({ "workiva.duplicate-username": "409" }, twin), 409);
  assert.equal(await create({ "workiva.duplicate-username": "400" }, twin), 400);
  assert.equal(await create({ "workiva.duplicate-username": "accepted" }, twin), 201);
  const address = (username) => newUser(username, { email: JANE });
  assert.equal(await create({ "workiva.duplicate-email": "409" }, address("second")), 409);
  assert.equal(await create({ "workiva.duplicate-email": "accepted" }, address("second")), 201);
  assert.equal(state.usersOf(JANE).length, 3);
});

test("somebody of another home organization is editable, or out of reach", async (t) => {
  const { sandbox, state, call, scim } = await start(t);
  const [{ id, username }] = state.elsewhere;
  assert.equal((await call("POST", `${USERS}/assignment`, { user: id })).status, 200);
  const patch = [{ op: "replace", path: "/givenName", value: "Shaya" }];
  const suspend = { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: [{ op: "replace", path: "active", value: false }] };
  sandbox.assumptions.set({ "workiva.foreign-people": "refused" });
  assert.equal((await call("PATCH", at(USERS, id), patch)).status, 403);
  assert.equal((await scim("PATCH", at("/Users", id), suspend)).status, 403);
  assert.deepEqual([state.usersOf(username)[0].givenName, state.usersOf(username)[0].status], ["Shay", "active"]);
  assert.equal((await call("PATCH", at(USERS, state.usersOf(JANE)[0].id), patch)).status, 200, "others are within it");
  sandbox.assumptions.set({ "workiva.foreign-people": "editable" });
  assert.equal((await call("PATCH", at(USERS, id), patch)).status, 200);
  assert.equal((await scim("PATCH", at("/Users", id), suspend)).status, 200);
});

test("a new user name or address is told to the old and the new one", async (t) => {
  const { state, call } = await start(t);
  const path = at(USERS, state.usersOf(JANE)[0].id);
  const change = (key, value) => call("PATCH", path, [{ op: "replace", path: key, value }]);
  await change("/givenName", "Janet");
  assert.deepEqual(state.profileMails, []);
  await change("/email", "janet@doe.example");
  assert.deepEqual(state.profileMails, ["Jane.Roe@doe.example", "janet@doe.example"]);
  await change("/username", "janet");
  assert.equal(state.profileMails.length, 3);
});

test("the revocation of a role that is not held fails, or is as good as done", async (t) => {
  for (const status of ["failed", "completed"]) {
    const { state, call, url } = await start(t, {
      assume: { "workiva.revoke-absent": status },
      seed: { settings: { pollsToComplete: 1 } },
    });
    const path = `${at(USERS, state.usersOf("o'brien@doe.example")[0].id)}/roles/revocation`;
    const accepted = await call("POST", path, ["2"]);
    const { pathname } = new URL(accepted.headers.get("location"), url);
    const operation = await (await call("GET", pathname)).json();
    assert.equal(operation.status, status);
    assert.match(operation.originalRequest, /^[0-9a-f-]{36}$/, "what the vendor's support asks for");
  }
});

test("orgReportUsers tells roles and memberships of everybody, in its own spelling", async (t) => {
  const { state, call } = await start(t, { seed: { settings: { pageSize: 4 } } });
  const elements = [];
  const pages = [];
  for (let query = "page%5Bsize%5D=1000"; query;) {
    const { data, links } = await (await call("GET", `${ORG}/orgReportUsers?${query}`)).json();
    elements.push(...data);
    pages.push(data.length);
    if (links.next) assert.match(links.next, /^https:\/\/api\.app\.wdesk\.com\/admin\/v1\/organizations\//);
    query = links.next?.split("?")[1];
  }
  assert.deepEqual([pages, elements.map(({ id }) => id)], [[4, 2], state.users.map(({ id }) => id)]);
  const of = (username) => elements.find(({ id }) => id === state.usersOf(username)[0].id).attributes;
  assert.deepEqual(of("admin"), {
    organizationRoles: ["Organization Member", "Organization User Admin"],
    workspaceMemberships: [],
  });
  assert.deepEqual(of(JANE).workspaceMemberships, [
    { id: REPORT, workspaceName: "Annual Report", workspaceRoles: ["Editor"] },
  ]);
  for (const query of ["page[size]=5", "page%5Bsize%5D=1001", "page%5Bafter%5D=x", "$maxpagesize=5"])
    assert.equal((await call("GET", `${ORG}/orgReportUsers?${query}`)).status, 400, query);
});

test("orgReportUsers may be refused, have other ids, or the lists' spelling", async (t) => {
  const { sandbox, state, call } = await start(t, { seed: { settings: { pageSize: 100 } } });
  const report = async (values) => {
    sandbox.assumptions.set(values);
    const response = await call("GET", `${ORG}/orgReportUsers`);
    return [response.status, (await response.json()).data];
  };
  for (const status of ["403", "404"])
    assert.equal((await report({ "workiva.org-report-users": status }))[0], Number(status));
  const [, data] = await report({
    "workiva.org-report-users": "there",
    "workiva.report-user-ids": "other",
    "workiva.report-membership-ids": "other",
    "workiva.report-role-names": "as-in-lists",
  });
  assert.ok(data.every(({ id }) => !state.user(id)));
  assert.deepEqual(data[1].attributes.organizationRoles, ["Organization Member", "Org User Admin"]);
  const [jane] = state.usersOf(JANE);
  const membershipIn = (users) => users[state.users.indexOf(jane)].attributes.workspaceMemberships[0].id;
  const { id } = state.membershipOf(jane.id, REPORT);
  assert.equal(membershipIn(data), `report-${id}`);
  assert.equal(membershipIn((await report({ "workiva.report-membership-ids": "membership" }))[1]), id);
});

test("people may be found by address over SCIM", async (t) => {
  const { sandbox, scim } = await start(t);
  const path = (text) => `/Users?filter=${encodeURIComponent(text)}`;
  const byEmail = path(`emails.value eq "JANE.roe@doe.example" or userName eq "admin"`);
  assert.equal((await scim("GET", byEmail)).status, 400);
  sandbox.assumptions.set({ "workiva.scim-email-filter": "supported" });
  assert.equal((await (await scim("GET", byEmail)).json()).totalResults, 2);
  assert.equal((await scim("GET", path(`emails.type eq "work"`))).status, 400);
});

test("a SCIM group is found by its id, opaque or made by the convention", async (t) => {
  const { sandbox, state, scim } = await start(t);
  const named = async () => {
    const path = `/Groups?filter=${encodeURIComponent('displayName eq "workspace:Annual Report:group:Reviewers"')}`;
    return (await (await scim("GET", path)).json()).Resources[0];
  };
  const opaque = await named();
  assert.equal((await (await scim("GET", at("/Groups", opaque.id))).json()).displayName, opaque.displayName);
  sandbox.assumptions.set({ "workiva.scim-group-ids": "convention" });
  const id = `workspace:${REPORT}:group:${state.groupsOf(REPORT)[0].id}`;
  assert.equal((await named()).id, id);
  assert.equal((await scim("GET", at("/Groups", opaque.id))).status, 404);
  const [{ id: user }] = state.usersOf(JANE);
  const remove = { op: "remove", path: `members[value eq "${user}"]` };
  const body = { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: [remove] };
  assert.equal((await scim("PATCH", at("/Groups", id), body)).status, 200);
  assert.equal(state.groupsOf(REPORT)[0].members.size, 0);
  assert.equal((await scim("GET", at("/Groups", `workspace:${SOX}`))).status, 200);
});

test("SCIM takes Basic as well as the bearer token", async (t) => {
  const { state, scim } = await start(t);
  const { username, password } = state.settings.scimBasic;
  const basic = (text) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });
  const status = async (headers) => (await scim("GET", "/Users", undefined, headers)).status;
  assert.equal(await status(basic(`${username}:${password}`)), 200);
  for (const text of [`${username}:`, `:${password}`, `${username}:${password}x`, `x:${password}`])
    assert.equal(await status(basic(text)), 401, text);
  for (const authorization of ["Basic", "Basic !", `Basic ${username}:${password}`])
    assert.equal(await status({ authorization }), 401);
  assert.ok(!JSON.stringify(state.snapshot()).includes("CANARY"));
});

test("the token call can fail for a while", async (t) => {
  const { sandbox, token, call } = await start(t);
  for (const [error, status] of [
    ["server_error", 400],
    ["temporarily_unavailable", 503],
    ["access_denied", 401],
  ]) {
    sandbox.faults.add({ match: { call: "workiva.requestToken" }, fault: { kind: "token-error", error, status } });
    assert.equal(await token(), undefined, error);
  }
  assert.equal((await call("GET", `${workspace(REPORT)}/roles`)).status, 200);
});
