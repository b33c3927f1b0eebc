// Workiva's stand-in: the SCIM route.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createSandbox } from "../sandbox.js";
import { newUser, patch } from "../scim/testing.js";
import { SCIM_BASE } from "./scim/index.js";
import { REPORT, SOX, start, USERS } from "./testing.js";

const add = (...ids) => patch({ op: "add", path: "members", value: ids.map((value) => ({ value })) });
const remove = (id) => patch({ op: "remove", path: `members[value eq "${id}"]` });
const by = (attribute, value) =>
  `?filter=${encodeURIComponent(`${attribute} eq ${JSON.stringify(value)}`)}&startIndex=1&count=10`;

/** A sandbox that only notes how long it holds a request, and ways to name a user or a group. */
async function scene(t, options) {
  const held = [];
  const all = await start(t, { sleep: async (ms) => void held.push(ms), ...options });
  const group = async (displayName) =>
    (await (await all.scim("GET", `/Groups${by("displayName", displayName)}`)).json()).Resources;
  const change = async (displayName, body) => {
    const [{ id }] = await group(displayName);
    return all.scim("PATCH", `/Groups/${encodeURIComponent(id)}`, body);
  };
  const members = async (displayName) => ((await group(displayName))[0].members ?? []).map(({ value }) => value);
  const id = (username) => all.state.usersOf(username)[0].id;
  return { ...all, held, group, change, members, id };
}

test("a user is created, found in any case, and is the same on the platform route", async (t) => {
  const { url, scim, json, call } = await scene(t);
  for (const userName of ["山田@例え.jp", `"o'brien\\+&#%"@doe.example`, "x😀@doe.example"]) {
    const response = await scim("POST", "/Users", newUser(userName));
    const user = await response.json();
    assert.deepEqual(
      [response.status, response.headers.get("location")],
      [201, `${url}${SCIM_BASE}/Users/${encodeURIComponent(user.id)}`],
    );
    assert.match(response.headers.get("content-type"), /^application\/scim\+json/);
    const list = await json(scim("GET", `/Users${by("userName", userName.toUpperCase())}`));
    assert.deepEqual([list.totalResults, list.Resources[0].id, list.Resources[0].userName], [1, user.id, userName]);
    const { username, status } = await json(call("GET", `${USERS}/${encodeURIComponent(user.id)}`));
    assert.deepEqual([username, status], [userName, "active"]);
    assert.equal((await scim("POST", "/Users", newUser(userName))).status, 409);
  }
});

test("several are looked up at once, pages are counted, filters are strict", async (t) => {
  const { state, scim, json } = await scene(t);
  const filter = (text) => `/Users?filter=${encodeURIComponent(text)}`;
  const both = await json(
    scim("GET", filter(`userName eq "admin" or userName eq "ON.LEAVE@doe.example" or userName eq "nobody"`)),
  );
  assert.deepEqual(
    both.Resources.map(({ userName, active }) => [userName, active]),
    [
      ["admin", true],
      ["on.leave@doe.example", false],
    ],
  );
  const page = await json(scim("GET", "/Users?startIndex=5&count=4"));
  assert.deepEqual([page.totalResults, page.startIndex, page.Resources.length], [state.users.length, 5, 2]);
  for (const bad of [
    `userName eq admin`,
    `userName eq 'admin'`,
    `userName eq`,
    `email eq "a"`,
    `userName eq "a" junk`,
    `userName eq "\\q"`,
    `emails.value eq "a"`,
  ]) {
    const response = await scim("GET", filter(bad));
    assert.deepEqual([response.status, (await response.json()).scimType], [400, "invalidFilter"], bad);
  }
  for (const query of ["?filter=", "?count=-1", "?startIndex=0", "?sortBy=id", "?$filter=x", "?count=1&count=1"]) {
    assert.equal((await scim("GET", `/Users${query}`)).status, 400, query);
  }
});

test("a user that is not exactly right is refused", async (t) => {
  const { state, scim } = await scene(t);
  const before = state.users.length;
  const good = newUser("new@doe.example");
  const table = [
    { ...good, userName: "New@doe.example" },
    { ...good, userName: "new one" },
    { ...good, userName: undefined },
    { ...good, schemas: [] },
    { ...good, name: { givenName: "A" } },
    { ...good, emails: [] },
    { ...good, emails: [{ value: "a@doe.example", type: "home", primary: true }] },
    { ...good, active: "true" },
    { ...good, groups: [] },
    { ...good, id: "1" },
    { ...good, password: "x" },
    "{",
  ];
  for (const body of table) {
    const response = await scim("POST", "/Users", body);
    const { status, schemas } = await response.json();
    assert.deepEqual(
      [response.status, status, schemas],
      [400, "400", ["urn:ietf:params:scim:api:messages:2.0:Error"]],
      JSON.stringify(body),
    );
  }
  assert.equal((await scim("POST", "/Users", good, { "content-type": "application/json" })).status, 415);
  assert.equal((await scim("POST", "/Users", newUser("shared.auditor@audit.example"))).status, 409);
  assert.equal(state.users.length, before);
});

test("inactive means suspended, by PUT and by PATCH", async (t) => {
  const { state, scim, json, id, sandbox } = await scene(t);
  const path = `/Users/${encodeURIComponent(id("jane.roe@doe.example"))}`;
  const read = await json(scim("GET", path));
  assert.deepEqual(
    read.groups.map(({ display }) => display),
    [
      "organization:role:Organization Member",
      "organization:role:Org Workspace Admin",
      "workspace:Annual Report",
      "workspace:Annual Report:role:Editor",
      "workspace:Annual Report:group:Reviewers",
    ],
  );
  const status = () => state.usersOf("jane.roe@doe.example")[0].status;
  assert.equal((await scim("PUT", path, { ...read, active: false })).status, 200);
  assert.equal(status(), "suspended");
  const active = (value) => patch({ op: "replace", path: "active", value });
  assert.equal((await scim("PATCH", path, active(true))).status, 200);
  assert.equal(status(), "active");
  assert.equal((await scim("PATCH", path, active(true))).status, 204, "nothing changed");
  sandbox.assumptions.set({ "workiva.scim-patch-answer": "204" });
  assert.equal((await scim("PATCH", path, patch({ op: "replace", value: { active: false } }))).status, 204);
  assert.equal(status(), "suspended");
  assert.equal((await scim("PUT", path, { ...read, id: "x" })).status, 400);
  assert.equal((await scim("PUT", path, { ...read, userName: "admin" })).status, 409);
  assert.equal((await scim("PUT", "/Users/nobody", newUser("a@doe.example"))).status, 404);
});

test("groups of four kinds are found by display name, and none is made", async (t) => {
  const { scim, group, json } = await scene(t);
  const table = [
    ["organization:role:org user admin", 1],
    ["workspace:Annual Report", 1],
    ["workspace:SOX & Controls #1 (100%):role:Workspace Owner", 1],
    ['workspace:Q4 "draft" \\ 山田 + more', 1],
    ['workspace:Annual Report:group:Preparers "A" & B', 1],
    ["workspace:Archive", 2],
    ["workspace:Annual Report:role:Wizard", 0],
  ];
  for (const [name, count] of table) assert.equal((await group(name)).length, count, name);
  const [found] = await group("workspace:Annual Report:role:Viewer");
  assert.deepEqual(await json(scim("GET", `/Groups/${encodeURIComponent(found.id)}`)), found);
  const bare = await json(
    scim("GET", `/Groups${by("displayName", "workspace:Annual Report")}&excludedAttributes=members`),
  );
  assert.deepEqual(["displayName" in bare.Resources[0], "members" in bare.Resources[0]], [true, false]);
  const body = {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
    displayName: "workspace:Annual Report:role:Wizard",
  };
  assert.equal((await scim("POST", "/Groups", body)).status, 403);
  for (const method of ["PUT", "DELETE"]) {
    assert.equal(
      (await scim(method, `/Groups/${encodeURIComponent(found.id)}`, method === "PUT" ? body : undefined)).status,
      405,
    );
  }
  assert.equal((await scim("GET", "/Groups/nothing")).status, 404);
});

test("names can be made of ids, and by other templates", async (t) => {
  const settings = {
    groupNames: {
      organizationRole: "o/{role}",
      workspace: "w/{workspace}",
      workspaceRole: "w/{workspace}/r/{role}",
      workspaceGroup: "w/{workspace}/g/{group}",
    },
  };
  const { group } = await scene(t, { seed: { settings }, assume: { "workiva.scim-group-names": "id" } });
  for (const name of ["o/2", `w/${REPORT}`, `w/${SOX}/r/2`]) assert.equal((await group(name)).length, 1, name);
});

test("membership comes first: a role without it is held, and fails", async (t) => {
  const { state, held, change, members, id } = await scene(t);
  const [stranger, jane] = [id("o'brien@doe.example"), id("jane.roe@doe.example")];
  for (const name of ["workspace:Annual Report:role:Viewer", "workspace:Annual Report:group:Reviewers"]) {
    const before = await members(name);
    assert.equal((await change(name, add(jane, stranger))).status, 500, name);
    assert.deepEqual(await members(name), before, "nobody, not even the one who could");
  }
  assert.deepEqual(held, [30_000, 30_000]);
  assert.equal((await change("workspace:Annual Report", add(stranger))).status, 200);
  assert.ok(state.membershipOf(stranger, REPORT));
  for (const name of [
    "workspace:Annual Report:role:Viewer",
    "workspace:Annual Report:group:Reviewers",
    "organization:role:Org User Admin",
  ]) {
    assert.equal((await change(name, add(stranger))).status, 200, name);
    assert.ok((await members(name)).includes(stranger), name);
    assert.equal((await change(name, add(stranger))).status, 204, "already there");
  }
  assert.equal(held.length, 2);
  assert.equal((await change("workspace:Annual Report:role:Viewer", remove(stranger))).status, 200);
  assert.ok(state.membershipOf(stranger, REPORT), "the membership stays");
  assert.equal((await change("workspace:Annual Report", remove(stranger))).status, 200);
  assert.ok(!(await members("workspace:Annual Report:group:Reviewers")).includes(stranger), "with it goes the rest");
});

test("a membership that comes while the request is held is in time", async (t) => {
  let state;
  let stranger;
  const sleep = async () => void state.join(stranger, REPORT);
  const all = await scene(t, { sleep });
  state = all.state;
  stranger = all.id("o'brien@doe.example");
  assert.equal((await all.change("workspace:Annual Report:role:Viewer", add(stranger))).status, 200);
});

test("one report had it that revoking a role took the membership", async (t) => {
  const { sandbox, state, change, id } = await scene(t);
  const jane = id("jane.roe@doe.example");
  sandbox.faults.add({ match: { method: "PATCH" }, fault: { kind: "revocation-takes-membership" } });
  await change("workspace:Annual Report:role:Editor", remove(jane));
  assert.equal(state.membershipOf(jane, REPORT), undefined);
});

test("a PATCH that is not exactly right is refused", async (t) => {
  const { sandbox, state, change, id } = await scene(t);
  const role = "organization:role:Org User Admin";
  const jane = id("jane.roe@doe.example");
  const table = [
    [413, add(...Array.from({ length: 101 }, (_, n) => `u${n}`))],
    [400, add("nobody")],
    [400, { ...add(jane), schemas: [] }],
    [400, { ...add(jane), extra: 1 }],
    [400, patch()],
    [400, patch({ op: "Add", path: "members", value: [{ value: jane }] })],
    [400, patch({ op: "add", path: "nonsense", value: [{ value: jane }] })],
    [400, patch({ op: "add", path: "members", value: [jane] })],
    [400, patch({ op: "remove" })],
    [400, patch({ op: "replace", path: "displayName", value: "Mine" })],
    [400, "{"],
  ];
  for (const [status, body] of table)
    assert.equal((await change(role, body)).status, status, JSON.stringify(body).slice(0, 120));
  sandbox.assumptions.set({ "workiva.scim-too-many-members": "400" });
  assert.equal((await change(role, table[0][1])).status, 400);
  assert.equal((await change("organization:role:Org Chain Security Admin", add(jane))).status, 403);
  assert.equal((await change(role, add(...state.users.map((user) => user.id)))).status, 200);
});

test("every call needs the bearer token and no header of the other route", async (t) => {
  const { scim, url, json } = await scene(t);
  for (const path of ["/Users", "/Groups", "/ServiceProviderConfig"]) {
    assert.equal((await fetch(url + SCIM_BASE + path)).status, 401);
    assert.equal((await scim("GET", path, undefined, { authorization: "Bearer x" })).status, 401);
    assert.equal((await scim("GET", path, undefined, { "x-version": "2026-01-01" })).status, 400);
    assert.equal((await scim("GET", path, undefined, { accept: "text/html" })).status, 406);
    assert.equal((await scim("GET", path, undefined, { accept: "application/scim+json" })).status, 200);
    assert.equal((await scim("DELETE", path)).status, 405);
  }
  const config = await json(scim("GET", "/ServiceProviderConfig"));
  assert.deepEqual([config.patch.supported, config.bulk.supported, config.filter.maxResults], [true, false, 200]);
  assert.deepEqual(
    config.authenticationSchemes.map(({ type }) => type),
    ["oauthbearertoken", "httpbasic"],
  );
});

test("a listing may ignore the filter, or show somebody late", async (t) => {
  const { sandbox, state, scim, json } = await scene(t);
  sandbox.faults.add({ fault: { kind: "ignore-filter" } });
  assert.equal((await json(scim("GET", `/Users${by("userName", "admin")}`))).totalResults, state.users.length);
  sandbox.faults.add({ match: { method: "POST" }, fault: { kind: "late-visibility", lookups: 1 } });
  await scim("POST", "/Users", newUser("late@doe.example"));
  const seen = async () => (await json(scim("GET", `/Users${by("userName", "late@doe.example")}`))).totalResults;
  assert.deepEqual([await seen(), await seen()], [0, 1]);
});

test("two sandboxes of one process do not mix, and a plain fetch handler serves the route", async () => {
  const [one, other] = [
    createSandbox({ platforms: ["workiva"] }),
    createSandbox({ platforms: ["workiva"], seed: { workiva: { users: [] } } }),
  ];
  const headers = { authorization: `Bearer ${one.workiva.settings.scimToken}` };
  const totals = await Promise.all(
    [one, other].map(
      async ({ fetch }) => (await (await fetch(`https://a.test${SCIM_BASE}/Users`, { headers })).json()).totalResults,
    ),
  );
  assert.deepEqual(totals, [6, 0]);
});
