// Workiva's SCIM route against two servers that share nothing: npm's scimmy and PyPI's scim2-server. What names are made of is
// what breaks a filter; the groups are made beforehand, for the route makes none.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Workiva } from "provisor";

import { client } from "./client.mjs";
import { start as startScim2Server } from "./servers/scim2-server.mjs";
import { start as startScimmy } from "./servers/scimmy.mjs";

/** User names have no spaces and no capital letters. */
const userNames = [
  "john@doe.com",
  "o'brien+x@a.co",
  'john"jd"doe',
  "domain\\john",
  "ends-with\\",
  'both\\"at-once',
  "r&d+sales=#1-100%",
  "%41%22%5c",
  '"or-username-pr-or-username-eq-"',
  "o’neil-(née-łukasiewicz)",
  "жанна-«ж»-иванова",
  "山田太郎",
  "שרה-כהן",
];
const texts = ['Q4 "draft" \\ 山田 + more', "SOX & Controls #1 (100%)", "O'Brien’s «ж» שרה", "ends with \\"];
const persons = userNames.map((userName, n) => ({
  email: `person.${n}@doe.example`,
  userName,
  givenName: `${texts[n % 4]} ${n}`,
  familyName: `'"\\&+#% ${userName}`,
  displayName: `${userName} ${texts[n % 4]}`,
  organizationRoles: [texts[0]],
  workspaces: [{ workspace: texts[n % 4], roles: [texts[(n + 1) % 4]], groups: n % 2 ? [texts[2]] : [] }],
}));

const servers = [
  { name: "scimmy (npm)", start: startScimmy },
  { name: "scim2-server (PyPI)", start: startScim2Server },
];

for (const { name: server, start } of servers) {
  describe(`${server}, by Workiva's route`, () => {
    let running;
    let api;
    let workiva;

    before(async () => {
      running = await start();
      api = client(running.base);
      workiva = new Workiva({ route: "scim", scim: { baseUrl: running.base, bearerToken: "any" } });
      const group = (displayName) =>
        api.done("POST", "/Groups", { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName });
      await group(`organization:role:${texts[0]}`);
      await group(`organization:role:${texts[1]}`);
      for (const workspace of texts) {
        await group(`workspace:${workspace}`);
        for (const inner of texts) {
          await group(`workspace:${workspace}:role:${inner}`);
          await group(`workspace:${workspace}:group:${inner}`);
        }
      }
    });
    after(() => running?.stop());

    const all = async (outcomes) => {
      const gathered = [];
      for await (const outcome of outcomes) gathered.push(outcome);
      return gathered.toSorted((a, b) => a.row - b.row);
    };
    const shortly = (changes) =>
      changes.map(({ kind, field, value }) => (kind === "set" ? field : `${kind === "add" ? "+" : "-"} ${field} ${value}`));
    const statuses = (outcomes) => outcomes.map(({ status, error }) => error?.message ?? status);
    const members = async (displayName) => {
      const { one } = await api.findGroup(displayName);
      const { members = [] } = await api.done("GET", `/Groups/${encodeURIComponent(one.id)}`);
      return members.map(({ value }) => value).sort();
    };

    test("everybody is created, found again, changed and suspended", async () => {
      await workiva.connect();
      const first = await all(workiva.provisionAll(persons));
      assert.deepEqual(statuses(first), persons.map(() => "created"));
      const again = await all(workiva.provisionAll(persons));
      assert.deepEqual(statuses(again), persons.map(() => "unchanged"));
      const ids = first.map(({ id }) => id);
      assert.deepEqual(again.map(({ id }) => id), ids);
      assert.deepEqual(await members(`organization:role:${texts[0]}`), [...ids].sort());
      for (const [n, text] of texts.entries()) {
        const there = ids.filter((_, at) => at % 4 === n).sort();
        assert.deepEqual(await members(`workspace:${text}`), there);
        assert.deepEqual(await members(`workspace:${text}:role:${texts[(n + 1) % 4]}`), there);
      }

      const moved = persons.map((person) => ({
        ...person,
        familyName: `${person.familyName} jr.`,
        email: `new.${person.email}`,
        exact: true,
        organizationRoles: [texts[1]],
      }));
      const changed = await all(workiva.provisionAll(moved));
      assert.deepEqual(statuses(changed), persons.map(() => "updated"));
      const expected = ["email", "familyName", `+ organizationRoles ${texts[1]}`, `- organizationRoles ${texts[0]}`].sort();
      for (const { changes } of changed) assert.deepEqual(shortly(changes).sort(), expected);
      assert.deepEqual(await members(`organization:role:${texts[0]}`), []);
      for (const [n, id] of ids.entries()) {
        const user = await api.done("GET", `/Users/${encodeURIComponent(id)}`);
        assert.deepEqual(
          [user.userName, user.name.familyName, user.displayName, user.emails[0].value, user.active],
          [userNames[n], moved[n].familyName, persons[n].displayName, moved[n].email, true],
        );
      }

      for (const person of moved) {
        assert.equal((await workiva.deprovision(person)).status, "deprovisioned", person.userName);
        assert.equal((await workiva.deprovision(person)).status, "unchanged", person.userName);
      }
      for (const id of ids) assert.equal((await api.done("GET", `/Users/${encodeURIComponent(id)}`)).active, false);
    });

    test("somebody with the address of one and the name of another is a conflict", async () => {
      const outcome = await workiva.provision({ ...persons[0], userName: userNames[2], email: "new.person.5@doe.example" });
      assert.deepEqual([outcome.status, outcome.error?.code], ["conflict", "ambiguous"]);
    });

    test("a group that is missing is named with the nearest", async () => {
      const { error } = await workiva.provision({ ...persons[0], email: "new.person.0@doe.example", organizationRoles: ['Q4 "draft" \\ 山田 - more'] });
      assert.equal(error.code, "not_found");
      assert.match(error.hint, /did you mean "organization:role:Q4 \\"draft\\"/);
    });
  });
}
