// Every fault on every platform and route: aimed at its create by name, before and after it is done.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { KINDS } from "./faults/kinds.js";
import { createSandbox } from "./index.js";
import * as myworkpal from "./testing.js";
import * as scim from "./scim/testing.js";
import { BASE } from "./scim/index.js";
import { manualClock } from "./testing.js";
import * as wfo from "./workforce-optimization/testing.js";
import { SCIM_BASE } from "./workiva/scim/index.js";
import * as workiva from "./workiva/testing.js";
import * as workspan from "./workspan/testing.js";

const bearer = (token) => ({ authorization: `Bearer ${token}` });
const scopes = ["organization:read", "organization:write"];
const scimUser = (email) => scim.newUser(email);
const filter = (text) => `?filter=${encodeURIComponent(text)}`;

/**
 * `headers` open a session; `visible` finds somebody in the answer to `look`.
 * @type {Record<string, { platform: string, create: string, list: string, path: string, type?: string, session: boolean,
 *   headers: (state: any) => Record<string, string>, body: (email: string) => object, look: (email: string) => string,
 *   visible: (answer: any, email: string) => boolean, count: (state: any, email: string) => number }>}
 */
const ROUTES = {
  MyWorkpal: {
    platform: "myworkpal",
    create: "myworkpal.createUser",
    list: "myworkpal.listUsers",
    path: myworkpal.CREATE,
    session: true,
    headers: (state) => bearer(state.issue("sandbox client")),
    body: (email) => myworkpal.newUser(email),
    look: (email) => myworkpal.USERS + myworkpal.query(`tolower(EmailAddress) eq '${email}'`),
    visible: ({ count }) => count === 1,
    count: (state, email) => state.accountsOf("companydoe", email).length,
  },
  WorkSpan: {
    platform: "workspan",
    create: "workspan.createUser",
    list: "workspan.listUsers",
    path: workspan.USERS,
    session: true,
    headers: (state) => bearer(state.issue("WS-ApplicationUser_sandbox")),
    body: (email) => workspan.newUser(email),
    look: workspan.byUserName,
    visible: ({ Resources }) => Resources.length === 1,
    count: (state, email) => state.usersOf(email).length,
  },
  "Workiva, platform route": {
    platform: "workiva",
    create: "workiva.createUser",
    list: "workiva.listUsers",
    path: workiva.USERS,
    session: true,
    headers: (state) => ({ ...workiva.VERSION, ...bearer(state.issue("sandbox client", scopes)) }),
    body: (email) => workiva.newUser(email),
    look: () => workiva.USERS,
    visible: ({ data }, email) => data.some(({ username }) => username === email),
    count: (state, email) => state.usersOf(email).length,
  },
  "Workiva, SCIM route": {
    platform: "workiva",
    create: "workiva.scim.createUser",
    list: "workiva.scim.listUsers",
    path: `${SCIM_BASE}/Users`,
    type: "application/scim+json",
    session: false,
    headers: (state) => bearer(state.settings.scimToken),
    body: scimUser,
    look: (email) => `${SCIM_BASE}/Users${filter(`userName eq "${email}"`)}`,
    visible: ({ totalResults }) => totalResults === 1,
    count: (state, email) => state.usersOf(email).length,
  },
  "Workforce Optimization": {
    platform: "workforce-optimization",
    create: "workforce-optimization.createPerson",
    list: "workforce-optimization.listPeople",
    path: wfo.PERSON,
    session: true,
    headers: (state) => wfo.cookieOf(state.openSession(state.people[0].id)),
    body: (email) => wfo.newPerson(email),
    look: () => wfo.PEOPLE,
    visible: (people, email) => people.some((person) => person.email === email),
    count: (state, email) => state.peopleOf(email).length,
  },
  SCIM: {
    platform: "scim",
    create: "scim.createUser",
    list: "scim.listUsers",
    path: `${BASE}/Users`,
    type: "application/scim+json",
    session: false,
    headers: (state) => bearer(state.settings.bearerToken),
    body: scimUser,
    look: (email) => `${BASE}/Users${filter(`userName eq "${email}"`)}`,
    visible: ({ totalResults }) => totalResults === 1,
    count: (state, email) => state.usersOf(email).length,
  },
};

/** Faults that say when, each with what the caller sees; `undefined`: the call fails. */
const TIMED = [
  [{ kind: "status", status: 401 }, 401],
  [{ kind: "status", status: 403, body: { message: "no" } }, 403],
  [{ kind: "status", status: 503 }, 503],
  [{ kind: "rate-limit", seconds: 3 }, 429, "3"],
  [{ kind: "rate-limit", form: "date", seconds: 3 }, 429, "Wed, 31 Jan 2024 12:00:03 GMT"],
  [{ kind: "rate-limit", form: "none" }, 429, null],
  [{ kind: "drop" }, undefined],
  [{ kind: "hang" }, undefined],
  [{ kind: "rate-limit", form: "milliseconds", seconds: 0.5 }, 429, null],
  [{ kind: "html" }, 200],
  [{ kind: "echo", form: "base64", status: 500 }, 500],
  [{ kind: "empty" }, 200],
  [{ kind: "redirect", location: "https://other.invalid/" }, 302],
];
/** Faults of an answer that was given. */
const AFTER = [
  [{ kind: "truncate", keep: 0 }, undefined],
  [{ kind: "json", set: { "": null } }, "done"],
  [{ kind: "wrong-types" }, "done"],
  [{ kind: "crowd", hits: 3 }, "done"],
  [{ kind: "huge", megabytes: 0.1 }, "done"],
];

for (const [title, route] of Object.entries(ROUTES)) {
  describe(title, () => {
    const seed = { [route.platform]: { settings: { pageSize: 100 } } };
    const sandbox = createSandbox({ platforms: [route.platform], seed, clock: manualClock(), sleep: async () => {} });
    const state = sandbox[route.platform];
    const call = (method, path, body, signal) => {
      const type = body && { "content-type": route.type ?? "application/json" };
      const init = { method, headers: { ...route.headers(state), ...type }, body: body && JSON.stringify(body), signal };
      return sandbox.fetch(`https://a.test${path}`, init);
    };
    const create = (email, signal) => call("POST", route.path, route.body(email), signal);
    const shows = async (email) => route.visible(await (await call("GET", route.look(email))).json(), email);
    let number = 0;
    const somebody = () => `person${(number += 1)}@faults.example`;

    test("all kinds are tried", () => {
      const tried = [...TIMED, ...AFTER].map(([{ kind }]) => kind);
      assert.deepEqual(new Set([...tried, "latency"]), new Set(Object.keys(KINDS)));
    });

    for (const [fault, seen, retryAfter] of TIMED) {
      for (const when of ["before", "after"]) {
        test(`${JSON.stringify(fault)} ${when} it is done`, async () => {
          const email = somebody();
          const rule = sandbox.faults.add({ match: { call: route.create }, fault: { ...fault, when } });
          const stop = new AbortController();
          const answer = create(email, stop.signal).then(
            async (response) => [response.status, response.headers.get("retry-after"), await response.text()],
            () => [undefined],
          );
          if (fault.kind === "hang") {
            const there = when === "after" ? 1 : 0;
            while (rule.fired === 0 || route.count(state, email) < there) await new Promise(setImmediate);
            stop.abort();
          }
          const [status, header] = await answer;
          assert.equal(status, seen);
          if (retryAfter !== undefined) assert.equal(header, retryAfter);
          assert.equal(route.count(state, email), when === "after" ? 1 : 0);
        });
      }
    }
    for (const [fault, seen] of AFTER) {
      test(`${JSON.stringify(fault)}`, async () => {
        const email = somebody();
        sandbox.faults.add({ match: { call: route.create }, fault });
        const response = await create(email);
        const text = await response.text().catch(() => undefined);
        assert.equal(text === undefined, seen === undefined);
        assert.equal(route.count(state, email), 1);
      });
    }

    test("a fault strikes the named call from its nth time on, so many times, and no other", async () => {
      const rule = { match: { call: route.create, nth: 2 }, times: 2, fault: { kind: "status", status: 418 } };
      const { remove } = sandbox.faults.add(rule);
      const seen = [];
      for (const _ of [1, 2, 3, 4]) {
        seen.push((await create(somebody())).status === 418);
        assert.notEqual((await call("GET", route.look("x@faults.example"))).status, 418);
      }
      remove();
      assert.deepEqual(seen, [false, true, true, false]);
      assert.equal(sandbox.log.at(-1).call, route.list);
    });

    test("one name may have more hits than anybody wants", async () => {
      const email = somebody();
      await create(email);
      sandbox.faults.add({ match: { call: route.list }, fault: { kind: "crowd", hits: 5000 } });
      const answer = await (await call("GET", route.look(email))).json();
      const list = [answer, answer.results, answer.data, answer.Resources].find(Array.isArray);
      assert.equal(new Set(list.map(({ id, personId = id }) => personId)).size, 5000);
    });

    test("somebody who was made may be seen late", async () => {
      const email = somebody();
      sandbox.faults.add({ match: { call: route.create }, fault: { kind: "late-visibility", lookups: 2 } });
      await create(email);
      assert.deepEqual([await shows(email), await shows(email), await shows(email)], [false, false, true]);
    });

    // The tokens of the SCIM routes are for ever.
    if (!route.session) return;
    test("a session may end at any call", async () => {
      const email = somebody();
      sandbox.faults.add({ match: { call: route.create }, fault: { kind: "expire-session" } });
      const statuses = [(await create(email)).status, (await create(email)).status];
      assert.deepEqual([statuses[0], statuses[1] < 300, route.count(state, email)], [401, true, 1]);
    });
  });
}
