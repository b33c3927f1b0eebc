// Every fault, over real connections.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CREATE, manualClock, newUser, query, start, TENANTS, USERS } from "./testing.js";

const JANE = USERS + query("tolower(EmailAddress) eq 'jane.roe@doe.com'");
const onCreate = (fault, more = {}) => ({ match: { method: "post", path: CREATE }, fault, ...more });

test("latency waits by the given sleep, then all goes on", async (t) => {
  const waits = [];
  const { sandbox, get } = await start(t, { sleep: async (ms) => void waits.push(ms) });
  for (const ms of [100, 20]) sandbox.faults.add({ match: { path: TENANTS }, fault: { kind: "latency", ms } });
  assert.equal((await get(TENANTS)).status, 200);
  assert.deepEqual(waits, [100, 20]);
});

test("rate limits carry Retry-After in seconds, as a date, or not at all", async (t) => {
  const { sandbox, get } = await start(t, { clock: manualClock(Date.UTC(2024, 0, 31, 12)) });
  const table = [
    [{ seconds: 7 }, "7"],
    [{ form: "date", seconds: 90 }, "Wed, 31 Jan 2024 12:01:30 GMT"],
    [{ form: "none" }, null],
    [{ form: "milliseconds", seconds: 0.25 }, "250", "retry-after-ms"],
    [{ form: "reset", seconds: 90 }, "1706702490", "x-ratelimit-reset"],
  ];
  for (const [fields, header, name = "retry-after"] of table) {
    sandbox.faults.add({ match: { path: TENANTS }, fault: { kind: "rate-limit", ...fields } });
    const response = await get(TENANTS);
    assert.deepEqual([response.status, response.headers.get(name)], [429, header]);
  }
  assert.equal((await get(TENANTS)).status, 200);
});

test("before means not done, after means done, whatever is answered", async (t) => {
  const { sandbox, state, post } = await start(t);
  const kinds = [
    { kind: "status", status: 503, body: "busy" },
    { kind: "status", status: 400, body: { Message: "no" }, headers: { "x-request-id": "r1" } },
    { kind: "rate-limit" },
    { kind: "drop" },
    { kind: "html" },
    { kind: "empty" },
    { kind: "redirect", location: "http://other.invalid/", status: 307 },
  ];
  let n = 0;
  for (const fault of kinds) {
    for (const when of ["before", "after"]) {
      const email = `person${n++}@doe.com`;
      sandbox.faults.add(onCreate({ ...fault, when }));
      await post(CREATE, newUser(email)).then(
        (response) => response.text(),
        () => {},
      );
      assert.equal(state.accountsOf("companydoe", email).length, when === "after" ? 1 : 0, `${fault.kind} ${when}`);
    }
  }
});

test("status, html, empty and redirect answer what they say", async (t) => {
  const { sandbox, url } = await start(t);
  const answer = async (fault) => {
    sandbox.faults.add({ fault });
    const response = await fetch(url + TENANTS, { redirect: "manual" });
    return [response.status, response.headers, await response.text()];
  };
  const [status, headers, body] = await answer({
    kind: "status",
    status: 502,
    body: { error: "x" },
    headers: { "x-request-id": "r1" },
  });
  assert.deepEqual([status, headers.get("x-request-id"), body], [502, "r1", '{"error":"x"}']);
  const html = await answer({ kind: "html" });
  assert.deepEqual([html[0], html[1].get("content-type")], [200, "text/html; charset=utf-8"]);
  assert.deepEqual((await answer({ kind: "empty" })).toSpliced(1, 1), [401, ""].with(0, 200));
  const redirect = await answer({ kind: "redirect", location: "http://other.invalid/x" });
  assert.deepEqual([redirect[0], redirect[1].get("location")], [302, "http://other.invalid/x"]);
});

test("a dropped connection fails the call, the next one works", async (t) => {
  const { sandbox, get } = await start(t);
  sandbox.faults.add({ match: { path: TENANTS }, fault: { kind: "drop" } });
  await assert.rejects(get(TENANTS), TypeError);
  assert.equal(sandbox.log.at(-1).status, null);
  assert.equal((await get(TENANTS)).status, 200);
});

test("a hang never answers, before or after commit", async (t) => {
  const { sandbox, state, url, token } = await start(t);
  for (const [when, accounts] of [
    ["before", 0],
    ["after", 1],
  ]) {
    const headers = { authorization: `Bearer ${await token()}`, "content-type": "application/json" };
    const email = `${when}@doe.com`;
    const rule = sandbox.faults.add(onCreate({ kind: "hang", when }));
    const stop = new AbortController();
    const call = fetch(url + CREATE, {
      method: "POST",
      headers,
      body: JSON.stringify(newUser(email)),
      signal: stop.signal,
    });
    // The rule tells when the request has come: nothing here waits for time to pass.
    while (rule.fired === 0) await new Promise(setImmediate);
    stop.abort();
    await assert.rejects(call, { name: "AbortError" });
    assert.equal(state.accountsOf("companydoe", email).length, accounts);
  }
});

test("a truncated answer announces more than it sends", async (t) => {
  const { sandbox, state, post } = await start(t);
  for (const keep of [undefined, 0, 10]) {
    const email = `cut${keep}@doe.com`;
    sandbox.faults.add(onCreate({ kind: "truncate", ...(keep === undefined ? {} : { keep }) }));
    await assert.rejects(async () => (await post(CREATE, newUser(email))).text(), TypeError);
    assert.equal(state.accountsOf("companydoe", email).length, 1);
  }
});

test("JSON answers can be edited, or have every type wrong", async (t) => {
  const { sandbox, get, post } = await start(t);
  sandbox.faults.add({
    match: { path: USERS },
    fault: { kind: "json", set: { "/results/0/id": "abc", "/results/9/x": 1 }, remove: ["/count"] },
  });
  const edited = await (await get(JANE)).json();
  assert.deepEqual([Object.keys(edited), edited.results[0].id], [["results"], "abc"]);
  sandbox.faults.add({ match: { path: USERS }, fault: { kind: "json", set: { "": null } } });
  assert.equal(await (await get(JANE)).json(), null);
  sandbox.faults.add({ match: { path: USERS }, fault: { kind: "wrong-types" } });
  assert.deepEqual(await (await get(JANE)).json(), { count: "not a number", results: {} });
  sandbox.faults.add(onCreate({ kind: "wrong-types" }));
  const created = await (await post(CREATE, newUser("types@doe.com"))).json();
  assert.deepEqual([created.successful, created.userAccountId, created.nonce], ["yes", "not a number", []]);
});

test("a huge answer is streamed and stays valid JSON", async (t) => {
  const { sandbox, get } = await start(t);
  sandbox.faults.add({ match: { path: USERS }, fault: { kind: "huge", megabytes: 3 } });
  const response = await get(JANE);
  assert.equal(response.headers.get("content-length"), null);
  const text = await response.text();
  assert.ok(text.length > 3 * 1024 * 1024);
  assert.equal(JSON.parse(text).count, 1);
});

test("an expired session is refused once, for the token it carried", async (t) => {
  const { sandbox, url, token } = await start(t);
  sandbox.faults.add({ match: { path: TENANTS }, fault: { kind: "expire-session" } });
  const status = async (bearer) =>
    (await fetch(url + TENANTS, { headers: { authorization: `Bearer ${bearer}` } })).status;
  const old = await token();
  assert.deepEqual([await status(old), await status(old), await status(await token())], [401, 401, 200]);
});

test("listings can lie in each way that matters", async (t) => {
  const { sandbox, get } = await start(t);
  const answer = async (fault, target = JANE) => {
    sandbox.faults.add({ match: { path: USERS }, fault });
    return (await get(target)).json();
  };
  const ignored = await answer({ kind: "ignore-filter" });
  assert.deepEqual(
    [ignored.count, ignored.results.length, ignored.results[0].emailAddress],
    [3, 1, "left.last.year@doe.com"],
  );
  const two = await answer({ kind: "ambiguous" });
  assert.deepEqual([two.count, two.results.length], [2, 1]);
  const shown = await answer({ kind: "ambiguous" }, JANE.replace("$top=1", "$top=5"));
  assert.equal(new Set(shown.results.map(({ id }) => id)).size, 2);
  const disagreeing = await answer({ kind: "count-disagrees" });
  assert.deepEqual([disagreeing.count, disagreeing.results.length], [0, 1]);
  const nobody = USERS + query("EmailAddress eq 'nobody'");
  assert.deepEqual(await answer({ kind: "count-disagrees" }, nobody), { count: 1, results: [] });
  assert.equal((await answer({ kind: "count-disagrees", count: 7 })).count, 7);
  const {
    results: [mismatched],
  } = await answer({ kind: "id-mismatch" });
  assert.notEqual(mismatched.id, mismatched.userAccountId);
  const {
    results: [fine],
  } = await (await get(JANE)).json();
  assert.equal(fine.id, fine.userAccountId);
});

test("a late account is created at once and shown after so many look-ups", async (t) => {
  const { sandbox, get, post } = await start(t);
  sandbox.faults.add(onCreate({ kind: "late-visibility", lookups: 2 }));
  assert.equal((await (await post(CREATE, newUser("late@doe.com"))).json()).successful, true);
  assert.equal((await (await post(CREATE, newUser("LATE@doe.com"))).json()).successful, false);
  const counts = [];
  for (const _ of [1, 2, 3])
    counts.push((await (await get(USERS + query("EmailAddress eq 'late@doe.com'"))).json()).count);
  assert.deepEqual(counts, [0, 0, 1]);
});

test("rules match by method, path, expression and turn, as often as told", async (t) => {
  const { sandbox, url } = await start(t);
  const statuses = async (rule, paths) => {
    const handle = sandbox.faults.add({ fault: { kind: "status", status: 418 }, ...rule });
    const seen = [];
    for (const path of paths) seen.push((await fetch(url + path)).status === 418);
    handle.remove();
    handle.remove();
    return [seen, handle.fired];
  };
  assert.deepEqual(await statuses({ match: { nth: 2 }, times: 2 }, ["/a", "/a", "/a", "/a"]), [
    [false, true, true, false],
    2,
  ]);
  assert.deepEqual(await statuses({ match: { path: "/a" }, times: "always" }, ["/a?x", "/b", "/a"]), [
    [true, false, true],
    2,
  ]);
  assert.deepEqual(await statuses({ match: { path: /x=1$/g }, times: Infinity }, ["/a?x=1", "/a?x=1", "/a"]), [
    [true, true, false],
    2,
  ]);
  assert.deepEqual(await statuses({ match: { method: "DELETE" } }, ["/a"]), [[false], 0]);
});

test("an answer may give back what the request carried, in any form", async (t) => {
  const { sandbox, url } = await start(t);
  const headers = { authorization: 'Bearer a&b"e/' };
  const table = {
    plain: 'Bearer a&b"e/ ü',
    "percent-upper": "%42%65%61%72%65%72%20%61%26%62%22%65%2F %C3%BC",
    "percent-lower": "%42%65%61%72%65%72%20%61%26%62%22%65%2f %c3%bc",
    html: "Bearer a&amp;b&quot;e/ ü",
    json: 'Bearer a&b\\"e/ ü',
    "json-unicode": `${[..."Bearer a&b\"e/"].map((each) => `\\u00${each.charCodeAt(0).toString(16)}`).join("")} \\u00fc`,
    base64: `${btoa('Bearer a&b"e/')} w7w=`,
  };
  for (const [form, told] of Object.entries(table)) {
    sandbox.faults.add({ fault: { kind: "echo", form, status: 422 } });
    const response = await fetch(url + CREATE, { method: "POST", headers, body: "ü" });
    const { message, id } = await response.json();
    assert.deepEqual([response.status, message, id], [422, told, told], form);
    assert.equal(response.headers.get("x-request-id"), told.includes("ü") ? null : told);
  }
});

test("a rule that is written wrongly is refused", async (t) => {
  const { sandbox } = await start(t);
  const fine = { kind: "drop" };
  for (const rule of [
    {},
    { fault: { kind: "nope" } },
    { fault: { kind: "latency" } },
    { fault: { kind: "latency", ms: "1" } },
    { fault: { kind: "drop", when: "later" } },
    { fault: { kind: "drop", status: 1 } },
    { fault: { kind: "status", status: 42 } },
    { fault: fine, time: 1 },
    { fault: fine, match: { paths: "/" } },
    { fault: fine, match: { path: 1 } },
    { fault: fine, match: { nth: 0 } },
    { fault: fine, times: 0 },
  ]) {
    assert.throws(() => sandbox.faults.add(rule), TypeError, JSON.stringify(rule));
  }
  assert.deepEqual(sandbox.faults.list(), []);
});
