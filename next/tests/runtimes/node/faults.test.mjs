// Every fault over real connections: the right outcome, and never a second account.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { describe, test } from "node:test";
import { FAULTS } from "./kit/fault-table.mjs";
import { CREATE, JANE, JOHN, scene, TENANTS, TOKEN, USERS } from "./kit/scene.mjs";

/** Most rows wait between looks: they wait together. */
describe("every fault ends well", { concurrency: 24 }, () => {
  for (const [kind, rows] of Object.entries(FAULTS)) {
    for (const [name, rules, end, more] of rows) test(`${kind}: ${name}`, (t) => check(t, [rules].flat(), end, more));
  }
});

async function check(t, rules, [status, code, accounts], more = {}) {
  const { client, sandbox, state, sent } = await scene(t);
  const { user = JOHN, options = {}, number = 0 } = more;
  const struck = rules.map((rule) => sandbox.faults.add(rule));
  const before = Date.now();
  // What concerns the whole run, such as its credentials, is thrown; the rest is an outcome.
  const thrown = (error) => ({ status: null, error, warnings: [] });
  const outcome = await client({ maxRetries: 1, ...options }, number)
    .provision(user)
    .catch(thrown);

  const { error } = outcome;
  assert.deepEqual([outcome.status, error?.code ?? null], [status, code], JSON.stringify(outcome));
  assert.equal(state.accountsOf("companydoe", JOHN.email).length, accounts);
  for (const [index, rule] of struck.entries()) assert.ok(rule.fired > 0, `fault ${index} never struck`);
  const lines = sent();
  const creates = lines.filter((line) => line === `POST ${CREATE}`).length;
  assert.ok(creates <= 2 && creates === (more.creates ?? creates), `${creates} creates`);
  if (more.words) assert.match([error?.message, error?.hint, ...outcome.warnings].join(" "), more.words);
  // HTTP dates have whole seconds.
  if (more.retryIn) assert.ok(Math.abs(error.retryAt - before - more.retryIn) < 5_000, `${error.retryAt - before}`);
  if (status === null) return;
  assert.equal(outcome.verified, ["created", "updated", "unchanged"].includes(status));
  assert.equal(outcome.requests, outcome.evidence.length);
  assert.equal(outcome.requests, lines.length);
  if (error) assert.ok(error.message && error.step, "an error names its step");

  // Whatever happened: without faults, the next run makes it good, and adds nothing to what is there.
  const stays = number !== 0 || (["not_found", "ambiguous"].includes(code) && user !== JANE && accounts === 0);
  if (stays) return;
  sandbox.faults.clear();
  state.hidden.clear();
  const second = await client().provision(user);
  const expected = accounts > 0 || user === JANE ? "unchanged" : "created";
  assert.deepEqual([second.status, second.verified], [expected, true]);
  assert.equal(state.accountsOf("companydoe", user.email).length, 1);
}

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
      const outcome = await client({ maxRetries: 0 })
        .provision({ ...JOHN, subDomain: "companydoe", company: undefined })
        .catch((error) => ({ error }));
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
  assert.equal(
    (await client({ maxResponseBytes: 64 << 20 }).provision(JOHN)).status,
    "unchanged",
    "a limit can be raised",
  );
  sandbox.faults.add({ match: { path: TENANTS }, fault: { kind: "status", status: 200, body: "x".repeat(limit + 1) } });
  const announced = await client({ maxResponseBytes: limit }).provision(JOHN);
  assert.equal(announced.error.code, "bad_response", "an announced length is believed");
});
