// The sandbox as a whole: its log, its control endpoints, its two ways in, and the roster that goes with it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { KINDS } from "./faults/kinds.js";
import { STAND_INS } from "./index.js";
import { createSandbox } from "./sandbox.js";
import { BASE } from "./scim/index.js";
import { CREATE, manualClock, newUser, query, start, TENANTS, tokenForm, USERS } from "./testing.js";

test("the log holds what came, byte for byte", async (t) => {
  const { sandbox, post, url } = await start(t, { clock: manualClock(1000) });
  const body = '{ "ü": 1.50 }';
  await post(`${CREATE}?a=%2b(x)~%7e`, body, { "X-Odd": "Yes" });
  const { method, target, headers, body: seen, at, status, faults } = sandbox.log.at(-1);
  assert.deepEqual(
    [method, target, headers["x-odd"], seen, at, status, faults],
    ["POST", `${CREATE}?a=%2b(x)~%7e`, "Yes", body, 1000, 400, []],
  );
  assert.equal(sandbox.log.length, 2, "the token call was one too");
  await fetch(`${url}/__sandbox/log`);
  assert.equal(sandbox.log.length, 2, "control calls are not");
});

test("another process can add faults, read log and state, and reset", async (t) => {
  const { sandbox, state, url, post, get } = await start(t);
  const control = (path, method, body) =>
    fetch(`${url}/__sandbox/${path}`, { method, body: body && JSON.stringify(body) });
  const added = await control("faults", "POST", {
    match: { path: { regexp: "^/api/admin/users" } },
    times: "always",
    fault: { kind: "status", status: 500 },
  });
  assert.deepEqual([added.status, await added.json()], [201, { id: 1 }]);
  assert.equal((await get(USERS)).status, 500);
  assert.deepEqual(
    (await (await control("faults", "GET")).json()).map(({ times, fired }) => [times, fired]),
    [["always", 1]],
  );
  assert.equal((await control("faults", "DELETE")).status, 204);
  assert.equal((await get(USERS)).status, 200);
  for (const bad of [{ fault: { kind: "nope" } }, {}, null])
    assert.equal((await control("faults", "POST", bad)).status, 400);

  await post(CREATE, newUser("new@doe.com"));
  const snapshot = await (await control("state/myworkpal", "GET")).json();
  assert.equal(snapshot.accounts.at(-1).emailAddress, "new@doe.com");
  assert.ok(snapshot.records[snapshot.accounts.at(-1).id].employee);
  assert.equal((await control("state/nope", "GET")).status, 404);
  assert.ok((await (await control("log", "GET")).json()).length > 0);
  assert.equal((await control("reset", "POST")).status, 204);
  assert.equal(state.accountsOf("companydoe", "new@doe.com").length, 0);
  assert.deepEqual([sandbox.log.length, state.tokens.size], [0, 0]);
});

test("a plain fetch handler serves pages and Workers, faults of the wire included", async () => {
  const { fetch, myworkpal, faults, log } = createSandbox();
  const base = "https://webapi.myworkpal.test";
  const token = async () =>
    (await (await fetch(`${base}/idp/connect/token`, { method: "POST", body: tokenForm(myworkpal.clients[0]) })).json())
      .access_token;
  const headers = { authorization: `Bearer ${await token()}` };
  const target = USERS + query("tolower(EmailAddress) eq 'jane.roe@doe.com'");
  assert.equal((await (await fetch(base + target, { headers })).json()).count, 1);
  assert.equal(log.at(-1).target, target);
  assert.equal((await fetch(new Request(base + TENANTS, { headers }))).status, 200);
  assert.equal((await fetch(`${base}${USERS}?$filter=a b`, { headers })).status, 400, "a string is taken as it stands");

  faults.add({ fault: { kind: "drop" } });
  await assert.rejects(fetch(base + TENANTS, { headers }), TypeError);
  faults.add({ fault: { kind: "truncate" } });
  const cut = await fetch(base + TENANTS, { headers });
  assert.ok(Number(cut.headers.get("content-length")) > 0);
  await assert.rejects(cut.text(), TypeError);
  faults.add({ fault: { kind: "hang" } });
  const stop = new AbortController();
  const hanging = fetch(base + TENANTS, { headers, signal: stop.signal });
  stop.abort();
  await assert.rejects(hanging, { name: "AbortError" });
  await assert.rejects(fetch(base + TENANTS, { signal: AbortSignal.abort() }), { name: "AbortError" });
});

test("a stand-in that does not exist is refused; seeds replace what they name", () => {
  assert.throws(() => createSandbox({ platforms: ["nope"] }), /no stand-in named "nope"/);
  const { myworkpal } = createSandbox({ platforms: ["myworkpal"], seed: { myworkpal: { accounts: [] } } });
  assert.deepEqual([myworkpal.accounts.length, myworkpal.tenants.length], [0, 5]);
  assert.throws(() => myworkpal.addAccount({ tenant: "nope", emailAddress: "a@b.c" }), TypeError);
});

test("a quirk of one name is one thing on every platform", () => {
  const fieldsOf = new Map();
  for (const [platform, { quirks }] of Object.entries(STAND_INS)) {
    for (const [kind, fields] of Object.entries(quirks)) {
      assert.ok(!(kind in KINDS), `${platform}: ${kind} is a fault that every platform can have`);
      const names = Object.keys(fields).join();
      assert.equal(fieldsOf.get(kind) ?? names, names, `${platform}: ${kind}`);
      fieldsOf.set(kind, names);
    }
  }
});

test("all platforms are served by one port, side by side", async (t) => {
  const { url, sandbox } = await start(t);
  const paths = ["/report/v1/list", "/api/scim/v2/Users", "/scim/v2/Users", `${BASE}/Users`, "/api/rest/org/common/view", TENANTS];
  for (const path of paths) assert.equal((await fetch(url + path)).status, 401, path);
  for (const platform of Object.keys(STAND_INS)) {
    assert.equal((await fetch(`${url}/__sandbox/state/${platform}`)).status, 200, platform);
    assert.ok(sandbox[platform].snapshot());
  }
});

test("the demo roster has what it promises", async () => {
  const text = await readFile(new URL("../vectors/rosters/myworkpal.csv", import.meta.url), "utf8");
  const [header, ...rows] = text
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  assert.deepEqual(header, ["email", "company", "subDomain"]);
  assert.ok(rows.length >= 25);
  assert.ok(rows.every((row) => row.length === 3 && Boolean(row[1]) !== Boolean(row[2])));
  const {
    myworkpal: { tenants, accountsOf, accounts },
  } = createSandbox();
  const tenantOf = ([, company, subDomain]) =>
    tenants.find((each) => each.name.toLowerCase() === company.toLowerCase() || each.subDomainName === subDomain);
  assert.equal(rows.filter((row) => !tenantOf(row)).length, 1, "one unknown tenant");
  assert.equal(rows.filter(([email]) => email.split("@").length !== 2).length, 1, "one malformed row");
  const existing = rows.filter((row) =>
    accounts.some(
      (each) =>
        each.emailAddress.toLowerCase() === row[0].toLowerCase() && each.tenant === tenantOf(row)?.subDomainName,
    ),
  );
  assert.equal(existing.length, 2, "one open, one closed");
  assert.ok(accountsOf);
  for (const mark of [/'/, /\+/, /[A-Z]/, /[^\x00-\x7f]/])
    assert.ok(
      rows.some(([email]) => mark.test(email)),
      String(mark),
    );
});

test("the command prints what to use and stops on SIGINT", async (t) => {
  const child = spawn(process.execPath, [new URL("main.mjs", import.meta.url).pathname, "--json"]);
  t.after(() => child.kill("SIGKILL"));
  const ended = new Promise((done) => child.once("exit", (code, signal) => done({ code, signal })));
  const line = await new Promise((done) => child.stdout.once("data", (chunk) => done(String(chunk))));
  const { url, myworkpal, ...others } = JSON.parse(line);
  assert.deepEqual(Object.keys(others), ["workiva", "workspan", "workforce-optimization", "scim"]);
  assert.ok(Object.values(others).every(({ baseUrl, credentials }) => baseUrl.startsWith(url) && credentials.length > 0));
  const response = await fetch(`${url}/idp/connect/token`, { method: "POST", body: tokenForm(myworkpal) });
  assert.equal(response.status, 200);
  child.kill("SIGINT");
  assert.deepEqual(await ended, { code: 0, signal: null });
});
