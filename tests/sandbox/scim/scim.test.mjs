// The SCIM service provider: who may come in, people and groups, what is switched, and that it mixes with no other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createSandbox } from "../index.js";
import { BASE } from "./index.js";
import { GROUP, newUser, patch, start } from "./testing.js";

const JANE = "jane.roe@provider.example";

test("bearer and Basic are as good, and nobody comes in without", async () => {
  const { sandbox, state, send } = start();
  const { bearerToken, basic } = state.settings;
  const encoded = Buffer.from(`${basic.username}:${basic.password}`).toString("base64");
  const status = async (authorization) => {
    const response = await send("GET", "/Users", undefined, authorization && { authorization });
    return [response.status, response.headers.has("www-authenticate")];
  };
  for (const good of [`Bearer ${bearerToken}`, `Basic ${encoded}`]) assert.deepEqual(await status(good), [200, false]);
  for (const bad of [undefined, "Bearer x", `Basic ${btoa("a:b")}`, bearerToken])
    assert.deepEqual(await status(bad), [401, true], bad);
  assert.equal((await send("GET", "/Users", undefined, { "x-version": "1" })).status, 400, "another platform's header");
  assert.ok(!JSON.stringify(state.snapshot()).includes("CANARY"));
  sandbox.reset();
  state.settings.isOpen = true;
  assert.deepEqual(await status(), [200, false]);
  const config = await (await send("GET", "/ServiceProviderConfig")).json();
  assert.deepEqual(
    [config.patch.supported, config.bulk.supported, config.authenticationSchemes.map(({ type }) => type)],
    [true, false, ["oauthbearertoken", "httpbasic"]],
  );
});

test("a user is created once, found in any case, changed, replaced and removed", async () => {
  const { state, call, find } = start();
  const created = await call("POST", "/Users", newUser(`"o'brien\\+&#%"@provider.example`));
  const user = await created.json();
  assert.deepEqual([created.status, user.meta.location], [201, `https://provider.test${BASE}/Users/${user.id}`]);
  assert.equal((await call("POST", "/Users", newUser(user.userName.toUpperCase()))).status, 409);
  const [found] = await find("Users", `userName eq ${JSON.stringify(user.userName.toUpperCase())}`);
  assert.equal(found.id, user.id);
  const path = `/Users/${user.id}`;
  assert.equal((await call("PATCH", path, patch({ op: "replace", path: "active", value: false }))).status, 200);
  assert.equal((await call("PUT", path, newUser(user.userName, { title: "Director" }))).status, 200);
  const [{ title, active }] = state.usersOf(user.userName);
  assert.deepEqual([title, active], ["Director", true]);
  assert.equal((await call("DELETE", path)).status, 204);
  for (const method of ["GET", "DELETE"]) assert.equal((await call(method, path)).status, 404);
  assert.equal((await call("POST", "/Users", "{")).status, 400);
});

test("groups have members, may share a name, and show in who is in them", async () => {
  const { state, call, find, get } = start();
  const [jane] = state.usersOf(JANE);
  const [mo] = state.usersOf("moved.on@provider.example");
  assert.equal((await find("Groups", 'displayName eq "Night"')).length, 2);
  const [{ id, members }] = await find("Groups", 'displayName eq "Engineering"');
  assert.deepEqual(members.map(({ value }) => value), [jane.id]);
  const path = `/Groups/${id}`;
  assert.equal((await call("PATCH", path, patch({ op: "add", path: "members", value: [{ value: mo.id }] }))).status, 200);
  assert.equal((await get(`/Users/${mo.id}`)).groups[0].display, "Engineering");
  assert.equal((await call("PATCH", path, patch({ op: "remove", path: `members[value eq "${jane.id}"]` }))).status, 200);
  assert.deepEqual(state.groupsNamed("Engineering")[0].members.map(({ value }) => value), [mo.id]);
  assert.equal((await call("PATCH", path, patch({ op: "add", path: "members", value: [{ value: "x" }] }))).status, 400);
  await call("DELETE", `/Users/${mo.id}`);
  assert.deepEqual(state.groupsNamed("Engineering")[0].members, []);
  assert.equal((await call("POST", "/Groups", { schemas: [GROUP], displayName: "Night" })).status, 201);
});

test("a listing is paged, may ignore the filter, and may show somebody late", async () => {
  const { sandbox, state, call, get, find } = start({ seed: { settings: { pageSize: 2 } } });
  const sizes = [];
  for (const startIndex of [1, 3, 5])
    sizes.push((await get(`/Users?startIndex=${startIndex}&count=50`)).Resources.length);
  assert.deepEqual(sizes, [2, 2, 1]);
  sandbox.faults.add({ match: { call: "scim.listUsers" }, fault: { kind: "ignore-filter" } });
  assert.equal((await find("Users", `userName eq "${JANE}"`))[0].userName, "somebody.else@provider.example");
  const fault = { kind: "late-visibility", lookups: 1 };
  sandbox.faults.add({ match: { call: "scim.createUser" }, fault });
  await call("POST", "/Users", newUser("late@provider.example"));
  const seen = async () => (await find("Users", 'userName eq "late@provider.example"')).length;
  assert.deepEqual([await seen(), await seen(), state.usersOf("late@provider.example").length], [0, 1, 1]);
});

test("what a service provider need not have can be switched off", async () => {
  const { sandbox, state, call, get } = start();
  const status = async (method, path, body) => (await call(method, path, body)).status;
  const turn = (name, value) => sandbox.assumptions.set({ [name]: value });
  const supported = async (what) => (await get("/ServiceProviderConfig"))[what].supported;
  const jane = `/Users/${state.usersOf(JANE)[0].id}`;
  const suspend = patch({ op: "replace", path: "active", value: false });
  const filter = `/Users?filter=${encodeURIComponent(`userName eq "${JANE}"`)}`;

  turn("scim.patch", "unsupported");
  assert.deepEqual([await supported("patch"), await status("PATCH", jane, suspend)], [false, 501]);
  turn("scim.patch", "supported");
  turn("scim.patch-answer", "204");
  assert.deepEqual([await supported("patch"), await status("PATCH", jane, suspend)], [true, 204]);
  assert.equal(state.usersOf(JANE)[0].active, false);
  turn("scim.patch-answer", "200");

  turn("scim.filter", "unsupported");
  assert.deepEqual([await supported("filter"), await status("GET", filter)], [false, 400]);
  turn("scim.filter", "supported");
  assert.deepEqual([await supported("filter"), await status("GET", filter)], [true, 200]);

  for (const missing of ["401", "404"]) {
    turn("scim.discovery", missing);
    for (const path of ["/ServiceProviderConfig", "/Schemas", "/ResourceTypes"])
      assert.equal(await status("GET", path), Number(missing), path);
  }
  turn("scim.discovery", "there");
  assert.equal(await status("GET", "/ResourceTypes"), 200);

  turn("scim.groups", "missing");
  assert.deepEqual([await status("GET", "/Groups"), await status("GET", "/Groups/x")], [404, 404]);
  turn("scim.groups", "there");
  assert.equal(await status("GET", "/Groups"), 200);

  turn("scim.created-status", "200");
  assert.equal(await status("POST", "/Users", newUser("new@provider.example")), 200);
});

test("emails are shown, or never, as Schemas says", async () => {
  const { sandbox, state, call, get, find } = start();
  const returned = async () => {
    const { attributes } = (await get("/Schemas")).Resources.find(({ name }) => name === "User");
    return attributes.find(({ name }) => name === "emails").returned;
  };
  assert.equal(await returned(), "default");
  sandbox.assumptions.set({ "scim.emails-returned": "never" });
  assert.equal(await returned(), "never");
  const [listed] = await find("Users", `userName eq "${JANE}"`);
  const created = await (await call("POST", "/Users", newUser("new@provider.example"))).json();
  for (const user of [listed, created, await get(`/Users/${listed.id}`)]) assert.ok(!("emails" in user));
  assert.equal(state.usersOf("new@provider.example")[0].emails.length, 1);
});

test("it mixes with no other: not with a second one, nor with Workiva's SCIM route", async () => {
  const sandbox = createSandbox({ platforms: ["scim", "workiva"] });
  const other = createSandbox({ platforms: ["scim"], seed: { scim: { users: [], groups: [] } } });
  const total = async ({ fetch }, path, token) => {
    const response = await fetch(`https://a.test${path}`, { headers: { authorization: `Bearer ${token}` } });
    return (await response.json()).totalResults;
  };
  const { bearerToken } = sandbox.scim.settings;
  const totals = await Promise.all([
    total(sandbox, `${BASE}/Users`, bearerToken),
    total(other, `${BASE}/Users`, bearerToken),
    total(sandbox, "/scim/v2/Users", sandbox.workiva.settings.scimToken),
    total(sandbox, `${BASE}/Groups`, bearerToken),
  ]);
  assert.deepEqual(totals, [5, 0, 6, 4]);
});
