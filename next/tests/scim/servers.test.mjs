// Look-ups, PATCHes, PUTs and paging over real HTTP on the loopback, against two servers that share nothing: npm's
// scimmy and PyPI's scim2-server. The names are what people and groups are called, and what breaks a filter.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { scim } from "provisor";

import { client } from "./client.mjs";
import { start as startScim2Server } from "./servers/scim2-server.mjs";
import { start as startScimmy } from "./servers/scimmy.mjs";

const names = [
  "john@doe.com",
  "o'brien+x@a.co",
  'John "JD" Doe',
  "DOMAIN\\john",
  "ends with \\",
  'both \\" at once',
  '"',
  "\\",
  "R&D + Sales = #1 100%",
  "%41%22%5C",
  '" or userName pr or userName eq "',
  'x") or (displayName pr',
  "O’Neil (née Łukasiewicz)",
  "Жанна «Ж» Иванова",
  "山田 太郎",
  "שרה כהן",
  "Jose",
  "José",
  "party 🎉",
];

/** Names of nobody, each close to somebody's. */
const nobody = ['John "JD Doe', "DOMAIN\\\\john", "DOMAINjohn", "o''brien+x@a.co", "o'brien x@a.co", "R", "A%22%5C", "山田", '\\"', '""'];

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** What differs: whether it keeps versions, and which names it has to be asked for by listing. */
const servers = [
  { name: "scimmy (npm)", start: startScimmy, etag: false, listed: ["party 🎉"] },
  { name: "scim2-server (PyPI)", start: startScim2Server, etag: true, listed: [] },
];

for (const { name: server, start, etag, listed } of servers) {
  describe(server, () => {
    let running;
    let api;
    const ids = new Map();

    before(async () => {
      running = await start();
      api = client(running.base);
      for (const userName of names) {
        const body = scim.user({
          userName,
          name: { givenName: userName, familyName: 'O"B\\' },
          emails: [{ value: "a+b@x.co", type: "work", primary: true }, { value: "c@x.co", type: "home" }],
          active: true,
          enterprise: { department: "R&D" },
        });
        const created = await api.done("POST", "/Users", body);
        ids.set(userName, created.id);
      }
    });
    after(() => running?.stop());

    test("discovery says what it can do", async () => {
      const answer = await api.call("GET", "/ServiceProviderConfig");
      const config = scim.parseConfig(answer.status, answer.text);
      assert.deepEqual([config.isKnown, config.patch, config.filter, config.etag], [true, true, true, etag]);
      const missing = await api.call("GET", "/Nothing");
      assert.equal(scim.parseConfig(missing.status, missing.text).isKnown, false);
    });

    test("each user is found by name, and nobody by another", async () => {
      for (const userName of names) {
        const found = await api.findUser(userName);
        assert.equal(found.one?.id, ids.get(userName), userName);
        assert.equal(found.listed, listed.includes(userName), userName);
      }
      for (const userName of nobody) assert.equal((await api.findUser(userName)).one, undefined, userName);
    });

    test("several are found with one filter", async () => {
      const wanted = ["john@doe.com", 'John "JD" Doe', "DOMAIN\\john", "Жанна «Ж» Иванова"];
      const filter = scim.or(...wanted.map((userName) => scim.eq("userName", userName)));
      const { resources } = scim.parseList(await api.done("GET", `/Users?${scim.query({ filter })}`));
      assert.deepEqual(resources.map(({ userName }) => userName).sort(), [...wanted].sort());
    });

    test("a name that is taken is a conflict", async () => {
      for (const userName of ["o'brien+x@a.co", 'both \\" at once', "山田 太郎"]) {
        const error = await api.done("POST", "/Users", scim.user({ userName })).catch((caught) => caught);
        assert.deepEqual([error.problem?.code, error.problem?.scimType], ["conflict", "uniqueness"], userName);
      }
    });

    test("a listing is complete, whatever the size of its pages", async () => {
      for (const count of [1, 3, 100]) {
        const found = await api.all("/Users", count);
        assert.deepEqual(new Set(found.map(({ id }) => id)), new Set(ids.values()));
      }
    });

    test("PATCH changes a user, and nothing else of them", async () => {
      for (const text of names) {
        const id = ids.get(text);
        const body = scim.patch([
          { op: "replace", path: "active", value: false },
          { op: "replace", path: "displayName", value: text },
          { op: "replace", path: "name.familyName", value: `${text} jr.` },
          { op: "replace", path: scim.complex("emails", scim.eq("type", "work"), "value"), value: "new+1@x.co" },
          { op: "replace", path: `${enterprise}:department`, value: `${text} & sons` },
        ]);
        const answer = await api.call("PATCH", `/Users/${encodeURIComponent(id)}`, body);
        assert.ok(answer.status === 200 || answer.status === 204, answer.text);
        const user = await api.done("GET", `/Users/${encodeURIComponent(id)}`);
        assert.deepEqual(
          [user.userName, user.active, user.displayName, user.name.givenName, user.name.familyName, user[enterprise].department],
          [text, false, text, text, `${text} jr.`, `${text} & sons`],
        );
        assert.deepEqual(user.emails.map(({ value, type }) => [type, value]), [["work", "new+1@x.co"], ["home", "c@x.co"]]);
      }
    });

    test("PUT sends back all that was not changed", async () => {
      const id = ids.get("DOMAIN\\john");
      const path = `/Users/${encodeURIComponent(id)}`;
      const before = await api.done("GET", path);
      const body = scim.replacement(before, { active: true, title: 'the "\\" one', [`${enterprise}:division`]: "EMEA" });
      await api.done("PUT", path, body);
      const { meta, ...now } = await api.done("GET", path);
      const { meta: old, ...was } = before;
      assert.deepEqual(now, { ...was, active: true, title: 'the "\\" one', [enterprise]: { ...was[enterprise], division: "EMEA" } });
      assert.equal(typeof (meta ?? old), "object");
    });

    test("groups are found by name, and members come and go a hundred at a time", async () => {
      const groups = new Map();
      for (const displayName of names.filter((text) => text !== "José")) {
        groups.set(displayName, (await api.done("POST", "/Groups", scim.group({ displayName }))).id);
      }
      for (const [displayName, id] of groups) {
        assert.equal((await api.findGroup(displayName)).one?.id, id, displayName);
      }
      for (const displayName of nobody) assert.equal((await api.findGroup(displayName)).one, undefined, displayName);

      const path = `/Groups/${encodeURIComponent(groups.get('John "JD" Doe'))}`;
      const people = [];
      for (let index = 0; index < 130; index += 1) {
        people.push((await api.done("POST", "/Users", scim.user({ userName: `member-${index}@x.co` }))).id);
      }
      const members = async () => ((await api.done("GET", path)).members ?? []).map(({ value }) => value).sort();
      const added = scim.addMembers(people);
      assert.deepEqual(added.map(({ Operations: [{ value }] }) => value.length), [100, 30]);
      for (const body of added) await api.done("PATCH", path, body);
      assert.deepEqual(await members(), [...people].sort());
      const removed = scim.removeMembers(people.slice(5));
      assert.deepEqual(removed.map(({ Operations }) => Operations.length), [100, 25]);
      for (const body of removed) await api.done("PATCH", path, body);
      assert.deepEqual(await members(), people.slice(0, 5).sort());
    });

    test("refusals are understood", async () => {
      const refused = async (...request) => {
        const answer = await api.call(...request);
        return scim.parseError(answer.status, answer.text);
      };
      assert.equal((await refused("GET", "/Users/no-such-user")).code, "not_found");
      const filter = await refused("GET", "/Users?filter=userName%20is%20good");
      assert.deepEqual([filter.code, filter.status, filter.scimType], ["unsupported", 400, "invalidFilter"]);
      const bad = await refused("PATCH", `/Users/${ids.get("john@doe.com")}`, { schemas: ["x"], Operations: [] });
      assert.deepEqual([bad.code, bad.status], ["config_invalid", 400]);
    });

    if (!etag) return;
    test("somebody else's change is not overwritten", async () => {
      const path = `/Users/${encodeURIComponent(ids.get("山田 太郎"))}`;
      const { etag: version } = await api.call("GET", path);
      const change = (active) => scim.patch([{ op: "replace", path: "active", value: active }]);
      const first = await api.call("PATCH", path, change(true), { "if-match": version });
      assert.ok(first.status === 200 || first.status === 204, first.text);
      const second = await api.call("PATCH", path, change(false), { "if-match": version });
      const problem = scim.parseError(second.status, second.text);
      assert.deepEqual([problem.code, problem.status], ["stale_plan", 412]);
    });
  });
}
