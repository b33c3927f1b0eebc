// A run driven by a host of one's own: start, next, respond, fail, save, restore.
import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { test } from "node:test";
import { CREATE, failing, JANE, JOHN, scene, TENANTS, TOKEN, USERS } from "./kit/scene.mjs";
import { PERSONAL } from "./kit/witness.mjs";

/** An HTTP client of the test's own, nothing of the package's in it. */
function exchange({ method, url, headers, body }) {
  return new Promise((done, fail) => {
    const call = httpRequest(url, { method, headers }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }));
      answer.on("error", fail);
    });
    call.on("error", fail);
    call.end(body);
  });
}

/** A host: sends, and lets time pass in the mind only. Stops where `until` says so, before sending. */
function hostOf(pal, { now = Date.UTC(2024, 0, 31) } = {}) {
  const waits = [];
  const steps = [];
  const drive = async (run, until = () => false) => {
    for (;;) {
      const next = run.next(now);
      if (next.type === "done") return next.outcome;
      if (next.type === "wait") {
        waits.push(next);
        assert.ok(next.until >= now && next.reason.length > 0);
        now = next.until;
        continue;
      }
      steps.push(next);
      if (until(next)) return next;
      run.respond(next.id, await exchange(pal.fill(next.request)));
    }
  };
  return { drive, waits, steps };
}

const isCreate = ({ safety }) => safety === "unsafe";

test("a run by hand takes the same five requests", async (t) => {
  const { client, sent, johns } = await scene(t);
  const pal = client();
  const { drive, waits, steps } = hostOf(pal);
  const outcome = await drive(pal.start(JOHN));
  assert.deepEqual([outcome.status, outcome.verified, outcome.requests, johns()], ["created", true, 4, 1]);
  assert.deepEqual(
    steps.map(({ purpose, safety }) => [purpose, safety]),
    [
      ["get an access token", "idempotent"],
      ["find the tenant", "safe"],
      ["look up the user", "safe"],
      ["create the user", "unsafe"],
      ["look up the user", "safe"],
    ],
  );
  assert.deepEqual(sent(), [`POST ${TOKEN}`, `GET ${TENANTS}`, `GET ${USERS}`, `POST ${CREATE}`, `GET ${USERS}`]);
  assert.deepEqual(waits, []);
});

test("a request is handed out once, with its secrets as names", async (t) => {
  const { client, optionsOf } = await scene(t);
  const pal = client();
  const run = pal.start(JOHN);
  const first = run.next(1000);
  assert.deepEqual(
    first.request.secrets.map((place) => [place.name, place.in]),
    [["clientSecret", "body"]],
  );
  const again = run.next(1000);
  assert.equal(again.type, "wait");
  assert.match(again.reason, /waiting for the answer to: get an access token/);
  assert.equal(again.until, 1000 + optionsOf().timeoutMs);
});

test("a late answer, a second answer and an answer to nothing change nothing", async (t) => {
  const { client } = await scene(t);
  const pal = client({ timeoutMs: 1000, maxRetries: 1 });
  const run = pal.start(JANE);
  const token = run.next(0);
  assert.throws(() => run.respond(99, { status: 200 }), { code: "config_invalid" });
  assert.throws(() => run.respond(0, { status: 200 }), { code: "config_invalid" });
  assert.throws(() => run.respond("a", { status: 200 }), { code: "config_invalid" });
  assert.throws(() => run.fail(99, { kind: "timeout" }), { code: "config_invalid" });
  // Its time is over: there is a pause before the next try, unless chance makes it none.
  const pause = run.next(1000);
  run.respond(token.id, { status: 500 });
  const second = pause.type === "wait" ? run.next(pause.until) : pause;
  assert.deepEqual([second.type, second.purpose], ["send", token.purpose]);
  run.respond(second.id, await exchange(pal.fill(second.request)));
  run.respond(second.id, { status: 500 });
  assert.equal(run.next(10_000).purpose, "find the tenant");
});

test("how a request failed decides what comes next", async (t) => {
  const { client, johns, witness } = await scene(t);
  const failAt = async (purpose, failure, options) => {
    const pal = client(options);
    const { drive } = hostOf(pal);
    const run = pal.start({ ...JOHN, email: `${purpose.replaceAll(" ", "-")}-${failure.kind}@doe.com` });
    const { id } = await drive(run, (step) => step.purpose === purpose);
    run.fail(id, failure);
    return { run, drive };
  };
  for (const kind of ["timeout", "network"]) {
    const { run, drive } = await failAt("find the tenant", { kind, message: "the cable" });
    assert.equal((await drive(run)).status, "created", "a read is tried again");
    assert.ok(witness.events.some(({ message }) => /trying again: .*the cable/.test(message)));
    const lost = await failAt("create the user", { kind });
    const outcome = await lost.drive(lost.run);
    assert.deepEqual([outcome.status, outcome.verified], ["created", true]);
    const looks = outcome.evidence.map(({ purpose, status }) => [purpose, status]).slice(2, 5);
    assert.deepEqual(looks, [
      ["create the user", 0],
      ["look up the user", 200],
      ["look up the user", 200],
    ]);
  }
  for (const purpose of ["get an access token", "find the tenant", "create the user"]) {
    const { run } = await failAt(purpose, { kind: "aborted" });
    assert.throws(() => run.next(Date.UTC(2024, 0, 31)), { code: "aborted" });
  }
  assert.equal(johns(), 0);
  const pal = client();
  const run = pal.start(JOHN);
  const { id } = run.next(0);
  for (const failure of [{ kind: "tired" }, {}, null, undefined, "timeout", { kind: "timeout", message: 5 }]) {
    assert.throws(() => run.fail(id, failure), { code: "config_invalid", name: "ProvisorError" }, String(failure));
  }
});

test("a server's long wait is a step, not an error, for a host that can wait", async (t) => {
  const { client, sandbox } = await scene(t, { clock: () => Date.UTC(2024, 0, 31) });
  const pal = client();
  const { drive, waits } = hostOf(pal);
  sandbox.faults.add({ match: { path: TENANTS }, fault: { kind: "rate-limit", seconds: 3600 } });
  assert.equal((await drive(pal.start(JOHN))).status, "created");
  assert.deepEqual(waits, [
    { type: "wait", until: Date.UTC(2024, 0, 31) + 3_600_000, reason: "the platform asks to slow down (429)" },
  ]);
});

test("saved at every step and restored in another client: the same account, once", async (t) => {
  for (let stop = 0; stop <= 5; stop += 1) {
    for (const delivered of [false, true]) {
      const { client, johns } = await scene(t);
      const first = client();
      let seen = 0;
      const run = first.start(JOHN);
      const stopped = await hostOf(first).drive(run, () => seen++ === stop);
      const saved = run.save();
      // The request was sent, and its answer never reached the run.
      if (delivered && stopped.type === "send") await exchange(first.fill(stopped.request));
      const second = client();
      const outcome = await hostOf(second).drive(second.restore(saved));
      assert.deepEqual(
        [outcome.status, outcome.verified, johns()],
        ["created", true, 1],
        `stopped at ${stop}, ${delivered}`,
      );
    }
  }
});

test("saved after a create that was sent and never answered: looked up before anything else", async (t) => {
  const { client, sent, johns } = await scene(t);
  const first = client();
  const run = first.start(JOHN);
  const create = await hostOf(first).drive(run, isCreate);
  const saved = run.save();
  await exchange(first.fill(create.request));
  sent();
  const second = client();
  const restored = second.restore(saved);
  const outcome = await hostOf(second).drive(restored);
  assert.deepEqual(sent(), [`POST ${TOKEN}`, `GET ${USERS}`]);
  assert.deepEqual([outcome.status, outcome.verified, johns()], ["created", true, 1]);
  assert.match(outcome.warnings.join(), /the answer to the create was lost/);
  const done = client().restore(restored.save());
  assert.deepEqual(done.next(0), { type: "done", outcome }, "a finished run is told from its journal alone");
  assert.deepEqual(sent(), []);
});

test("a saved run holds nothing personal; whoever restores it brings that", async (t) => {
  const { client } = await scene(t);
  const { niNumber, salary } = PERSONAL;
  const user = { ...JOHN, details: { personDetails: { niNumber }, employeeDetails: { salary } } };
  const first = client();
  const run = first.start(user);
  await hostOf(first).drive(run, isCreate);
  const saved = run.save();
  assert.equal((await hostOf(first).drive(first.restore(saved))).status, "created", "the same client remembers");
  assert.throws(() => client().restore(saved), { code: "config_missing", message: /niNumber.*\{ user \}/ });
  assert.throws(() => client().restore(saved, { user: JOHN }), { code: "config_invalid", message: /not the user/ });
  const second = client();
  const outcome = await hostOf(second).drive(second.restore(saved, { user }));
  assert.deepEqual([outcome.status, outcome.verified], ["created", true]);
});

test("what is not this run's journal is refused", async (t) => {
  const { client, sent } = await scene(t);
  const pal = client();
  const run = pal.start(JOHN);
  await hostOf(pal).drive(run);
  const saved = run.save();
  const lines = saved.trimEnd().split("\n");
  sent();
  const table = [
    ["", "stale_journal"],
    ["hello", "stale_journal"],
    ["hello\n", "stale_journal"],
    [saved.replace("john@doe.com", "jane@doe.com"), "stale_journal"],
    [saved.replace(/"sum":"./, '"sum":"x'), "stale_journal"],
    [`${lines[0]}\n${lines.at(-1).slice(0, -9)}\n`, "stale_journal"],
    [undefined, "config_invalid"],
    [{}, "config_invalid"],
  ];
  for (const [text, code] of table) await failing(code, () => pal.restore(text));
  const others = [
    client({ ifExists: "leave" }),
    client({ baseUrl: "http://127.0.0.1:1" }),
    client({ headers: { "x-a": "1" } }),
  ];
  for (const other of others) await failing("stale_journal", () => other.restore(saved));
  assert.deepEqual(sent(), []);
});

test("the end of a run is told as often as asked, and a run that cannot be is thrown", async (t) => {
  const { client } = await scene(t);
  const pal = client({}, 2);
  const { drive } = hostOf(pal);
  const run = pal.start(JANE);
  const outcome = await drive(run);
  assert.deepEqual([outcome.status, outcome.error.code], ["failed", "forbidden"]);
  assert.deepEqual(run.next(0), run.next(Date.now()));
  const rejected = client({ credentials: { clientId: "nobody", clientSecret: "CANARY-nothing" } });
  await failing("auth_rejected", hostOf(rejected).drive(rejected.start(JANE)));
  for (const now of [undefined, NaN, -1, Infinity, "soon", new Date(NaN)]) {
    assert.throws(() => run.next(now), { code: "config_invalid", message: /^now/ }, String(now));
  }
});

test("a logger that throws loses no step", async (t) => {
  const { client } = await scene(t);
  const logger = {
    debug() {
      throw new Error("full");
    },
    info() {
      throw new Error("full");
    },
  };
  const pal = client({ logger });
  assert.equal((await hostOf(pal).drive(pal.start(JOHN))).status, "created");
  assert.equal((await pal.provision(JANE)).status, "unchanged");
});
