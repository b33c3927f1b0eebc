// Every fault over real connections: the right outcome, and never a second account.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { describe, test } from "node:test";
import { CREATE, JANE, JOHN, scene, TENANTS, TOKEN, USERS } from "./kit/scene.mjs";

const onTenants = { path: TENANTS };
const onUsers = { path: USERS };
const onCreate = { method: "POST", path: CREATE };
/** The look that verifies is the second one. */
const onVerify = { path: USERS, nth: 2 };
const patient = { maxRetries: 1, timeoutMs: 10_000 };
const hasty = { maxRetries: 0, timeoutMs: 1000 };
const soon = { kind: "rate-limit", seconds: 0 };

/**
 * One row: name; rule or rules; how it ends for John (status, error code or null, accounts of his); further
 * expectations: `options` of the client, `user`, `words` of the error or warnings, `creates` that were sent.
 */
const TABLE = [
  // A refusal in a 200.
  ["a create refused in a 200", { match: onCreate, fault: { kind: "status", status: 200, body: { successful: false, status: "False", exceptionMessage: "Not licensed.", userAccountId: 0 } } }, "failed", "config_invalid", 0, { words: /Not licensed/, creates: 1 }],
  ["created, but without an id", { match: onCreate, fault: { kind: "json", set: { "/userAccountId": 0 } } }, "created", null, 1, { words: /answer to the create was lost/, creates: 1 }],
  ["created, but somebody else", { match: onCreate, fault: { kind: "json", set: { "/username": "mary@doe.com" } } }, "created", null, 1, { creates: 1 }],
  ["created, but the look-up says another id", { match: onCreate, fault: { kind: "json", set: { "/userAccountId": 99 } } }, "conflict", "conflict", 1, { words: /99/ }],

  // Lists that cannot be trusted.
  ["two tenants", { match: onTenants, fault: { kind: "ambiguous" } }, "conflict", "ambiguous", 0, { words: /subDomain/ }],
  ["two tenants of one name", [], "conflict", "ambiguous", 0, { user: { ...JOHN, company: "Twin Ltd" } }],
  ["two users", { match: onUsers, fault: { kind: "ambiguous" } }, "conflict", "ambiguous", 0, { user: JANE }],
  ["two users when verifying", { match: onVerify, fault: { kind: "ambiguous" } }, "conflict", "ambiguous", 1],
  ["no such tenant", [], "failed", "not_found", 0, { user: { ...JOHN, company: "Nowhere" }, words: /may not see/ }],
  ["a tenant it may not see", [], "failed", "not_found", 0, { user: { ...JOHN, subDomain: "hidden", company: undefined } }],
  ["the tenants' count disagrees", { match: onTenants, fault: { kind: "count-disagrees" } }, "failed", "bad_response", 0, { words: /contradict/ }],
  ["the users' count says one, none is sent", { match: onUsers, fault: { kind: "count-disagrees" } }, "failed", "bad_response", 0],
  ["the users' count says none, one is sent", { match: onUsers, fault: { kind: "count-disagrees" } }, "failed", "bad_response", 0, { user: JANE }],
  ["the tenants' filter is ignored", { match: onTenants, fault: { kind: "ignore-filter" } }, "conflict", "ambiguous", 0],
  ["the one tenant sent is another", { match: onTenants, fault: { kind: "json", set: { "/results/0/name": "Company Roe" } } }, "failed", "bad_response", 0, { words: /ignore the filter/ }],
  ["the tenant's sub-domain is a path", { match: onTenants, fault: { kind: "json", set: { "/results/0/subDomainName": "../../idp" } } }, "failed", "bad_response", 0],
  ["the users' filter is ignored", { match: onUsers, fault: { kind: "ignore-filter" } }, "conflict", "ambiguous", 0],
  ["the one user sent is another", [{ match: onUsers, fault: { kind: "json", set: { "/results/0/emailAddress": "mary@doe.com" } } }], "failed", "bad_response", 0, { user: JANE }],
  ["the user's two ids differ", { match: onUsers, fault: { kind: "id-mismatch" } }, "failed", "bad_response", 0, { user: JANE, words: /differ/ }],
  ["the user's two ids differ when verifying", { match: onVerify, fault: { kind: "id-mismatch" } }, "unknown", "bad_response", 1],
  ["the user is of another tenant", { match: onUsers, fault: { kind: "json", set: { "/results/0/tenantId": 999 } } }, "failed", "bad_response", 0, { user: JANE }],
  ["a user without an id", { match: onUsers, fault: { kind: "json", remove: ["/results/0/id", "/results/0/userAccountId"] } }, "failed", "bad_response", 0, { user: JANE }],
  ["a user with one id only", { match: onUsers, fault: { kind: "json", remove: ["/results/0/id"] } }, "unchanged", null, 0, { user: JANE }],

  // Answers that are not what they should be.
  ...[TENANTS, USERS].flatMap((path) => [
    [`HTML from ${path}`, { match: { path }, fault: { kind: "html" } }, "failed", "bad_response", 0, { words: /HTML/ }],
    [`nothing from ${path}`, { match: { path }, fault: { kind: "empty" } }, "failed", "bad_response", 0],
    [`wrong types from ${path}`, { match: { path }, fault: { kind: "wrong-types" } }, "failed", "bad_response", 0, { words: /documented shape/ }],
    [`a redirect from ${path}`, { match: { path }, fault: { kind: "redirect", location: "/elsewhere" } }, "failed", "bad_response", 0, { words: /redirect/ }],
  ]),
  ["HTML instead of a token", { match: { path: TOKEN }, fault: { kind: "html" } }, null, "bad_response", 0],
  ["wrong types in the token", { match: { path: TOKEN }, fault: { kind: "wrong-types" } }, null, "bad_response", 0],
  ...["before", "after"].flatMap((when) => [
    [`HTML to the create, ${when} commit`, { match: onCreate, fault: { kind: "html", when } }, "created", null, 1],
    [`nothing to the create, ${when} commit`, { match: onCreate, fault: { kind: "empty", when } }, "created", null, 1],
    [`500 to the create, ${when} commit`, { match: onCreate, fault: { kind: "status", status: 500, body: "", when } }, "created", null, 1],
    [`503 to the create, ${when} commit`, { match: onCreate, fault: { kind: "status", status: 503, when } }, "created", null, 1],
    [`408 to the create, ${when} commit`, { match: onCreate, fault: { kind: "status", status: 408, when } }, "created", null, 1],
    [`a redirect of the create, ${when} commit`, { match: onCreate, fault: { kind: "redirect", location: "/elsewhere", status: 307, when } }, "created", null, 1],
    [`a hanging create, ${when} commit`, { match: onCreate, fault: { kind: "hang", when } }, "created", null, 1, { options: { timeoutMs: 1000 } }],
    [`a dropped create, ${when} commit`, { match: onCreate, fault: { kind: "drop", when } }, "created", null, 1],
    [`a refusal with 400, ${when} commit`, { match: onCreate, fault: { kind: "status", status: 400, body: { message: "bad" }, when } }, when === "after" ? "unchanged" : "failed", when === "after" ? null : "config_invalid", when === "after" ? 1 : 0, { creates: 1 }],
  ]),
  ["wrong types to the create", { match: onCreate, fault: { kind: "wrong-types" } }, "created", null, 1, { creates: 1 }],
  ["a truncated create", { match: onCreate, fault: { kind: "truncate" } }, "created", null, 1, { creates: 1 }],
  ["a truncated look-up", { match: onUsers, fault: { kind: "truncate", keep: 5 } }, "created", null, 1, { creates: 1 }],

  // Trouble that passes, and trouble that stays.
  ["dropped reads", ["/idp/connect/token", TENANTS, USERS].map((path) => ({ match: { path }, fault: { kind: "drop" } })), "created", null, 1, { creates: 1 }],
  ["a read that stays down", { match: onTenants, times: "always", fault: { kind: "status", status: 500 } }, "failed", "server_error", 0, { options: hasty }],
  ["a read that always hangs", { match: onTenants, times: "always", fault: { kind: "hang" } }, "failed", "timeout", 0, { options: hasty }],
  ["a read that is always dropped", { match: onUsers, times: "always", fault: { kind: "drop" } }, "failed", "network", 0, { options: hasty }],
  ["a create, then no way to look", [{ match: onCreate, fault: { kind: "drop", when: "after" } }, { match: onVerify, times: "always", fault: { kind: "status", status: 503 } }], "unknown", "server_error", 1, { options: { maxRetries: 0 }, words: /run again/ }],
  ["a create that never gets through", { match: onCreate, times: "always", fault: { kind: "drop" } }, "unknown", "network", 0, { creates: 2, words: /run again later/ }],
  ["a verify that stays down", { match: onVerify, times: "always", fault: { kind: "status", status: 500 } }, "unknown", "server_error", 1, { options: { maxRetries: 0 }, words: /by hand/ }],

  // Sessions and permissions.
  ["the session expires at the tenants", { match: onTenants, fault: { kind: "expire-session" } }, "created", null, 1, { creates: 1 }],
  ["the session expires at the look-up", { match: onUsers, fault: { kind: "expire-session" } }, "created", null, 1, { creates: 1 }],
  ["the session expires at the create", { match: onCreate, fault: { kind: "expire-session" } }, "created", null, 1, { creates: 2 }],
  ["the session expires at the verify", { match: onVerify, fault: { kind: "expire-session" } }, "created", null, 1, { creates: 1 }],
  ["every session is rejected", { match: onTenants, times: "always", fault: { kind: "status", status: 401 } }, null, "auth_rejected", 0],
  ["a client without permissions", [], "failed", "forbidden", 0, { number: 2, words: /administrator/ }],
  ["a client that may only read", [], "failed", "forbidden", 0, { number: 1, creates: 1 }],

  // Refusals in every shape an error body has.
  ...["message", "Message", "exceptionMessage", "error"].map((key) => [
    `400 with ${key}`,
    { match: onUsers, fault: { kind: "status", status: 400, body: { [key]: "No such thing." } } },
    "failed", "config_invalid", 0, { words: /No such thing\./ },
  ]),
  ["400 with text", { match: onUsers, fault: { kind: "status", status: 400, body: "No such thing." } }, "failed", "config_invalid", 0, { words: /No such thing\./ }],
  ["400 with nothing", { match: onUsers, fault: { kind: "status", status: 400 } }, "failed", "config_invalid", 0, { words: /400/ }],
  ["400 with a long text", { match: onUsers, fault: { kind: "status", status: 400, body: "x".repeat(5000) } }, "failed", "config_invalid", 0, { words: /^[^x]*x{100,300}[^x]*$/ }],
  ["404", { match: onUsers, fault: { kind: "status", status: 404 } }, "failed", "not_found", 0],

  // Rate limits.
  ["429 everywhere, with seconds", [TOKEN, TENANTS, USERS, CREATE].map((path) => ({ match: { path }, fault: soon })), "created", null, 1, { creates: 2 }],
  ["429 with a date", { match: onTenants, fault: { kind: "rate-limit", form: "date", seconds: 0 } }, "created", null, 1],
  ["429 without a word", { match: onTenants, fault: { kind: "rate-limit", form: "none" } }, "created", null, 1],
  ["429 again and again", { match: onTenants, times: "always", fault: soon }, "failed", "rate_limited", 0],
  ["429 for an hour, at the tenants", { match: onTenants, fault: { kind: "rate-limit", seconds: 3600 } }, "failed", "rate_limited", 0, { retryIn: 3_600_000 }],
  ["429 for an hour, as a date", { match: onUsers, fault: { kind: "rate-limit", form: "date", seconds: 3600 } }, "failed", "rate_limited", 0, { retryIn: 3_600_000 }],
  ["429 for an hour, at the create", { match: onCreate, fault: { kind: "rate-limit", seconds: 3600 } }, "failed", "rate_limited", 0, { retryIn: 3_600_000, creates: 1 }],
  ["429 for an hour, at the token", { match: { path: TOKEN }, fault: { kind: "rate-limit", seconds: 3600 } }, null, "rate_limited", 0, { retryIn: 3_600_000 }],

  // Accounts that show late.
  ["one look late", { match: onCreate, fault: { kind: "late-visibility", lookups: 1 } }, "created", null, 1, { creates: 1 }],
  ["never shown", { match: onCreate, fault: { kind: "late-visibility", lookups: 99 } }, "unknown", "not_found", 1, { creates: 1, words: /SystemID/ }],
  ["lost and one look late", [{ match: onCreate, fault: { kind: "late-visibility", lookups: 1 } }, { match: onCreate, fault: { kind: "drop", when: "after" } }], "created", null, 1, { creates: 1 }],
  ["lost and three looks late", [{ match: onCreate, fault: { kind: "late-visibility", lookups: 3 } }, { match: onCreate, fault: { kind: "drop", when: "after" } }], "created", null, 1, { creates: 2 }],
  ["lost and never shown", [{ match: onCreate, fault: { kind: "late-visibility", lookups: 99 } }, { match: onCreate, fault: { kind: "drop", when: "after" } }], "conflict", "conflict", 1, { creates: 2, words: /by hand/ }],
];

describe("every fault ends well", { concurrency: 24 }, () => {
  for (const [name, rules, status, code, accounts, more = {}] of TABLE) {
    test(name, async (t) => {
      const { client, sandbox, state, sent } = await scene(t);
      const fired = [rules].flat().map((rule) => sandbox.faults.add(rule));
      const { user = JOHN, options = {}, number = 0 } = more;
      const pal = client({ ...patient, ...options }, number);
      const before = Date.now();
      // What concerns the whole run, such as its credentials, is thrown; the rest is an outcome.
      const outcome = await pal.provision(user).catch((error) => ({ status: null, error, warnings: [] }));
      assert.deepEqual([outcome.status, outcome.error?.code ?? null], [status, code], JSON.stringify(outcome));
      assert.equal(state.accountsOf("companydoe", JOHN.email).length, accounts);
      assert.ok(state.accounts.every(({ emailAddress, tenant }) => state.accountsOf(tenant, emailAddress).length === 1));
      for (const [index, rule] of fired.entries()) assert.ok(rule.fired > 0, `fault ${index} never struck`);
      const lines = sent();
      if (more.creates !== undefined) assert.equal(lines.filter((line) => line === `POST ${CREATE}`).length, more.creates, "creates");
      const { error } = outcome;
      if (more.words) assert.match([error?.message, error?.hint, ...outcome.warnings].join(" "), more.words);
      if (more.retryIn) {
        // HTTP dates have whole seconds.
        assert.ok(Math.abs(error.retryAt - before - more.retryIn) < 5_000, `retryAt ${error.retryAt - before}`);
      }
      if (status === null) return;
      assert.equal(outcome.verified, ["created", "updated", "unchanged"].includes(status));
      assert.equal(outcome.requests, outcome.evidence.length);
      assert.equal(outcome.requests, lines.filter((line) => !line.endsWith(TOKEN)).length);
      if (error) assert.ok(error.message && error.step, "an error names its step");

      // Whatever happened: without faults, the next run makes it good, and adds nothing to what is there.
      sandbox.faults.clear();
      state.hidden.clear();
      if (number !== 0 || ["not_found", "ambiguous"].includes(code) && accounts === 0) return;
      const second = await client().provision(user);
      assert.deepEqual([second.status, second.verified], [accounts + (user === JANE) > 0 ? "unchanged" : "created", true]);
      assert.equal(state.accountsOf("companydoe", user.email).length, 1);
    });
  }
});

test("the credential never follows a redirect to another host", async (t) => {
  const arrived = [];
  const elsewhere = createServer((request, answer) => {
    arrived.push([request.method, request.url, request.headers.authorization]);
    answer.end("{}");
  });
  await new Promise((done) => elsewhere.listen(0, "127.0.0.1", done));
  t.after(() => elsewhere.close());
  const location = `http://127.0.0.1:${elsewhere.address().port}/collect`;
  for (const status of [301, 302, 303, 307, 308]) {
    // 307 and 308 alone would send a POST's body along, too.
    for (const path of status === 307 ? [TOKEN, TENANTS, USERS, CREATE] : [TOKEN, TENANTS, USERS]) {
      const { client, sandbox, johns } = await scene(t);
      sandbox.faults.add({ match: { path }, times: "always", fault: { kind: "redirect", location, status } });
      const outcome = await client({ maxRetries: 0 }).provision({ ...JOHN, subDomain: "companydoe", company: undefined }).catch((error) => ({ error }));
      assert.equal(outcome.error.code, "bad_response", `${status} ${path}`);
      assert.equal(johns(), 0);
    }
  }
  assert.deepEqual(arrived, []);
});

test("a huge answer is not read to its end", async (t) => {
  const { client, sandbox } = await scene(t);
  const limit = 1 << 20;
  let pulled = 0;
  const counting = async (url, init) => {
    const answer = await fetch(url, init);
    const counter = new TransformStream({
      transform(chunk, controller) {
        pulled += chunk.byteLength;
        controller.enqueue(chunk);
      },
    });
    return new Response(answer.body.pipeThrough(counter), answer);
  };
  const huge = (path, more) => sandbox.faults.add({ match: { path }, fault: { kind: "huge", megabytes: 50 }, ...more });
  huge(TENANTS);
  const outcome = await client({ fetch: counting, maxResponseBytes: limit }).provision(JOHN);
  assert.deepEqual([outcome.status, outcome.error.code], ["failed", "bad_response"]);
  assert.match(outcome.error.message, /larger than the limit/);
  assert.ok(pulled > limit && pulled < 3 * limit, `${pulled} bytes were pulled`);

  pulled = 0;
  huge(CREATE);
  const lost = await client({ fetch: counting, maxResponseBytes: limit }).provision(JOHN);
  assert.deepEqual([lost.status, sandbox.myworkpal.accountsOf("companydoe", JOHN.email).length], ["created", 1]);
  assert.ok(pulled < 3 * limit);

  huge(TENANTS);
  assert.equal((await client({ maxResponseBytes: 64 << 20 }).provision(JOHN)).status, "unchanged", "a limit can be raised");
  sandbox.faults.add({ match: { path: TENANTS }, fault: { kind: "status", status: 200, body: "x".repeat(limit + 1) } });
  const announced = await client({ maxResponseBytes: limit }).provision(JOHN);
  assert.equal(announced.error.code, "bad_response", "an announced length is believed");
});
