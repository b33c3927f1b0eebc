// Workforce Optimization's stand-in: each assumption and its opposites.
import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "../testing.js";
import { ADMIN, AUTHORIZE, COMMON, newPerson, PEOPLE, PERSON, start } from "./testing.js";

const LISTS = { roles: `${COMMON}/role/permission/ViewOrg`, views: `${COMMON}/view` };

test("the lists nobody has published may be missing, each on its own", async (t) => {
  const { sandbox, call } = await start(t);
  const statuses = async () => {
    const seen = {};
    for (const [name, path] of Object.entries(LISTS)) seen[name] = (await call("GET", path)).status;
    return seen;
  };
  sandbox.assumptions.set({ "workforce-optimization.roles-list": "missing" });
  assert.deepEqual(await statuses(), { roles: 404, views: 200 });
  sandbox.assumptions.set({
    "workforce-optimization.roles-list": "there",
    "workforce-optimization.views-list": "missing",
  });
  assert.deepEqual(await statuses(), { roles: 200, views: 404 });
  assert.equal((await call("GET", PEOPLE)).status, 200);
});

test("a view of the list says whether it is the main one, or does not", async (t) => {
  const { sandbox, state, get } = await start(t);
  const keys = async () => [...new Set((await get(LISTS.views)).flatMap(Object.keys))];
  assert.deepEqual(await keys(), ["id", "name", "isMain"]);
  sandbox.assumptions.set({ "workforce-optimization.views-elements": "without" });
  assert.deepEqual([await keys(), state.views.length], [["id", "name"], 2]);
});

test("a password in a create is taken, ignored or refused", async (t) => {
  const { sandbox, logIn, state, call } = await start(t);
  const roles = state.roles.slice(0, 1);
  const create = async (value) => {
    sandbox.assumptions.set({ "workforce-optimization.create-password": value });
    const email = `${value}@wfo.example`;
    const { status } = await call("POST", PERSON, newPerson(email, { roles, password: "Passw0rd" }));
    return [status, (await logIn(email, "Passw0rd")).status];
  };
  assert.deepEqual(await create("taken"), [200, 200]);
  assert.deepEqual(await create("ignored"), [200, 401]);
  assert.deepEqual(await create("refused"), [400, 401]);
});

test("a login says language, or locale", async (t) => {
  const { sandbox, send, state } = await start(t);
  const [{ id }] = state.peopleOf(ADMIN);
  const logIn = async (key) =>
    (await send("POST", AUTHORIZE, { userId: ADMIN, password: state.passwords.get(id), [key]: "en" })).status;
  assert.deepEqual([await logIn("language"), await logIn("locale")], [200, 400]);
  sandbox.assumptions.set({ "workforce-optimization.login-language": "locale" });
  assert.deepEqual([await logIn("language"), await logIn("locale")], [400, 200]);
});

test("rejected passwords lock the account, or never", async (t) => {
  for (const [value, status] of [
    ["locks", 401],
    ["never", 200],
  ]) {
    const { state, logIn } = await start(t, { assume: { "workforce-optimization.account-lockout": value } });
    for (let n = 0; n < state.settings.attempts; n += 1) assert.equal((await logIn(ADMIN, "wrong")).status, 401);
    assert.equal((await logIn(ADMIN)).status, status, value);
  }
});

test("displayName and timeZone are kept, and may be required", async (t) => {
  const { sandbox, call, get } = await start(t);
  const both = { displayName: "API User", timeZone: "Europe/London" };
  assert.equal((await call("POST", PERSON, newPerson("few@wfo.example"))).status, 200);
  sandbox.assumptions.set({ "workforce-optimization.create-needs": "displayName-and-timeZone" });
  assert.equal((await call("POST", PERSON, newPerson("few2@wfo.example"))).status, 400);
  for (const key of Object.keys(both))
    assert.equal((await call("POST", PERSON, newPerson("a@wfo.example", { ...both, [key]: undefined }))).status, 400);
  const { id } = await (await call("POST", PERSON, newPerson("both@wfo.example", both))).json();
  const { displayName, timeZone } = await get(`${PERSON}/${id}`);
  assert.deepEqual({ displayName, timeZone }, both);
});

test("a second person of a user name is refused with 409 or 400, or made", async (t) => {
  const { sandbox, state, call } = await start(t);
  const create = async (value) => {
    sandbox.assumptions.set({ "workforce-optimization.duplicate-create": value });
    return (await call("POST", PERSON, newPerson("JANE.roe@wfo.example"))).status;
  };
  assert.deepEqual([await create("409"), await create("400")], [409, 400]);
  assert.equal(state.peopleOf("jane.roe@wfo.example").length, 1);
  assert.equal(await create("accepted"), 200);
  assert.equal(state.peopleOf("jane.roe@wfo.example").length, 2);
});

test("an activation mail is sent on a create, on a new address too, or never", async (t) => {
  for (const [value, mails] of [
    ["on-create", ["a@wfo.example"]],
    ["on-create-and-change", ["a@wfo.example", "b@wfo.example"]],
    ["never", []],
  ]) {
    const { state, call, get } = await start(t, { assume: { "workforce-optimization.activation-mail": value } });
    const { id } = await (await call("POST", PERSON, newPerson("a@wfo.example"))).json();
    const path = `${PERSON}/${id}`;
    const person = await get(path);
    for (const email of ["a@wfo.example", "b@wfo.example"]) await call("PUT", path, { ...person, email });
    assert.deepEqual(state.mails, mails, value);
  }
});

test("open sessions are counted: those that were logged out or have expired are not", async (t) => {
  const clock = manualClock();
  const { sandbox, state, cookie, send } = await start(t, { clock });
  const [first] = [await cookie(), await cookie()];
  const seen = () => {
    const { open, most } = state.snapshot().sessions;
    return [state.openSessions(), open, most];
  };
  assert.deepEqual(seen(), [2, 2, 2]);
  await send("DELETE", AUTHORIZE, undefined, first);
  assert.deepEqual(seen(), [1, 1, 2]);
  clock.advance(7_200_000);
  assert.deepEqual(seen(), [0, 0, 2]);
  sandbox.reset();
  assert.deepEqual(seen(), [0, 0, 0]);
});
