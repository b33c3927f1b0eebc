// The verbs one by one: what each sends, gives and refuses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CREATE, failing, JANE, JOHN, scene, TENANTS, TOKEN, USERS } from "./kit/scene.mjs";
import { PERSONAL } from "./kit/witness.mjs";

const LOOKED = [`GET ${TENANTS}`, `GET ${USERS}`];
const asData = (plan) => JSON.parse(JSON.stringify(plan));

test("connect authenticates, makes one harmless read, and says when the session ends", async (t) => {
  const { client, sent } = await scene(t);
  const pal = client();
  const before = Date.now();
  const connection = await pal.connect();
  assert.deepEqual(sent(), [`POST ${TOKEN}`, `GET ${TENANTS}`]);
  assert.deepEqual({ ...connection, expiresAt: 0 }, { platform: "myworkpal", expiresAt: 0, warnings: [] });
  assert.ok(connection.expiresAt >= before + 3_600_000 && connection.expiresAt <= Date.now() + 3_600_000);
  await pal.connect();
  assert.deepEqual(sent(), [`GET ${TENANTS}`], "the session is kept");
});

test("connect says why it cannot", async (t) => {
  const { client, sandbox, optionsOf, sent } = await scene(t);
  const wrong = { credentials: { ...optionsOf().credentials, clientSecret: "not the CANARY-secret" } };
  for (const status of [400, 401]) {
    sandbox.assumptions.set({ "myworkpal.token-error-status": String(status) });
    const pal = client(wrong);
    const error = await failing("auth_rejected", pal.connect());
    assert.match(error.hint, /credentials\.clientSecret/);
    assert.deepEqual([error.platform, error.step, error.status], ["myworkpal", "get an access token", status]);
    sent();
    await failing("auth_rejected", pal.provision(JOHN));
    assert.deepEqual(sent(), [], "asking again could lock the account");
    await failing("auth_rejected", pal.connect());
    assert.deepEqual(sent(), [`POST ${TOKEN}`], "connecting again is deliberate");
  }
  const forbidden = await failing("forbidden", client({}, 2).connect());
  assert.match(forbidden.hint, /permissions/);
  const unreachable = client({ baseUrl: "http://127.0.0.1:9", maxRetries: 0 });
  const network = await failing("network", unreachable.connect());
  assert.ok(network.cause instanceof Error, "the host's own error is the cause");
});

test("connect warns when no tenant is visible", async (t) => {
  const { client } = await scene(t, {
    seed: { myworkpal: { clients: [{ clientId: "blind", clientSecret: "x-y-z-secret", tenants: [] }] } },
  });
  assert.match((await client().connect()).warnings.join(), /may not see any tenant/);
});

test("plan only reads, and shows the create as data", async (t) => {
  const { client, sent, url, johns } = await scene(t);
  const plan = await client().plan(JOHN);
  assert.deepEqual(sent(), [`POST ${TOKEN}`, ...LOOKED]);
  assert.deepEqual([plan.platform, plan.subject, plan.warnings], ["myworkpal", JOHN.email, []]);
  const [{ kind, summary, request }, ...more] = plan.actions;
  assert.deepEqual([kind, more.length], ["create", 0]);
  assert.match(summary, /john@doe\.com.*Company Doe/);
  assert.deepEqual([request.method, request.url], ["POST", url + CREATE]);
  assert.equal(request.headers.authorization, "Bearer {token}");
  assert.equal(johns(), 0);
  const nothing = await client().plan(JANE);
  assert.deepEqual(nothing.actions, []);
});

test("a plan is stored as JSON and applied by another client", async (t) => {
  const { client, sent, johns } = await scene(t);
  const plan = asData(await client().plan(JOHN));
  sent();
  const outcome = await client().apply(plan);
  assert.deepEqual(sent(), [`POST ${TOKEN}`, ...LOOKED, `POST ${CREATE}`, `GET ${USERS}`]);
  assert.deepEqual([outcome.status, outcome.verified, johns()], ["created", true, 1]);
});

test("a plan leaves personal values out; the user brings them back", async (t) => {
  const { client, state } = await scene(t);
  const { niNumber, dateOfBirth, salary } = PERSONAL;
  const user = { ...JOHN, details: { personDetails: { niNumber, dateOfBirth }, employeeDetails: { salary } } };
  const planner = client();
  const stored = asData(await planner.plan(user));
  assert.deepEqual(stored.sealed, [
    "/details/personDetails/niNumber",
    "/details/personDetails/dateOfBirth",
    "/details/employeeDetails/salary",
  ]);
  const other = client();
  const missing = await failing("config_missing", other.apply(stored));
  assert.match(missing.message, /user\.details\.personDetails\.niNumber.*\{ user \}/);
  await failing("config_invalid", other.apply(stored, { user: { ...user, email: "other@doe.com" } }));
  assert.equal((await other.apply(stored, { user })).status, "created");
  const [{ id }] = state.accountsOf("companydoe", JOHN.email);
  assert.equal(JSON.parse(state.records.get(id).personal).niNumber, niNumber);
  assert.equal(JSON.parse(state.records.get(id).employee).salary.amount, salary.amount);
  await failing("stale_plan", planner.apply(stored));
});

test("a plan is not applied once what it relied on has changed", async (t) => {
  const { client, state, sent } = await scene(t);
  const pal = client();
  const updating = { ...JANE, details: { employeeDetails: { jobTitle: "Head" } } };
  const [jane] = state.accountsOf("companydoe", JANE.email);
  const touch = () => {
    const records = state.records.get(jane.id);
    records.employee = records.employee.replace('"department":null', '"department":"HR"');
  };
  const table = [
    [
      "somebody else creates the account",
      JOHN,
      () => state.addAccount({ tenant: "companydoe", emailAddress: JOHN.email }),
      /account/,
    ],
    ["somebody else changes the record", updating, touch, /employee/],
    [
      "the tenant gets another id",
      JANE,
      () => void (state.tenants[0].id = state.accounts.find(({ id }) => id === jane.id).tenantId = 999),
      /tenant\.id/,
    ],
  ];
  for (const [name, user, change, words] of table) {
    const plan = await pal.plan(user);
    change();
    sent();
    const error = await failing("stale_plan", pal.apply(plan));
    assert.match(error.message, words, name);
    assert.match(error.hint, /make a new plan/);
    assert.ok(
      sent().every((line) => line.startsWith("GET")),
      `${name}: nothing is written`,
    );
  }
});

test("a plan that was edited, or is another client's, is refused before anything is sent", async (t) => {
  const { client, sent } = await scene(t);
  const pal = client();
  const plan = asData(await pal.plan(JOHN));
  sent();
  const edits = [
    (plan) => void (plan.user.email = "boss@doe.com"),
    (plan) => void (plan.actions[0].request.body = "{}"),
    (plan) => void (plan.actions = []),
    (plan) => void (plan.observed.tenant.id = 1),
    (plan) => void (plan.fingerprint = "0".repeat(24)),
    (plan) => void (plan.platform = "workiva"),
  ];
  for (const edit of edits) {
    const edited = asData(plan);
    edit(edited);
    await failing("stale_plan", pal.apply(edited));
  }
  assert.deepEqual(sent(), []);
  const elsewhere = client({ paths: { createUser: "/api/other" } });
  await failing("stale_plan", elsewhere.apply(plan));
});

test("deprovision fails as unsupported and sends nothing", async (t) => {
  const { client, sent } = await scene(t);
  const outcome = await client().deprovision(JANE);
  assert.deepEqual(
    [outcome.status, outcome.error.code, outcome.requests, outcome.evidence],
    ["failed", "unsupported", 0, []],
  );
  assert.match(outcome.error.hint, /MyWorkpal's own administration/);
  assert.deepEqual(sent(), []);
});

test("without the path of the create, everything but creating works", async (t) => {
  const { client, sent } = await scene(t);
  const pal = client({ paths: undefined });
  assert.equal((await pal.provision(JANE)).status, "unchanged");
  sent();
  const outcome = await pal.provision(JOHN);
  assert.deepEqual([outcome.status, outcome.error.code], ["failed", "config_missing"]);
  assert.match(`${outcome.error.message} ${outcome.error.hint}`, /paths\.createUser.*no default/);
  assert.ok(sent().every((line) => line.startsWith("GET")));
});

test("close forgets the session; the client can go on with a new one", async (t) => {
  const { client, sent } = await scene(t);
  const pal = client();
  await pal.connect();
  sent();
  await pal.close();
  await pal.close();
  assert.deepEqual(sent(), []);
  await pal.connect();
  assert.deepEqual(sent(), [`POST ${TOKEN}`, `GET ${TENANTS}`]);
});

test("`await using` closes", async (t) => {
  const { client, sent } = await scene(t);
  let kept;
  // Node 20 does not know the words `await using` yet; it knows what they call.
  const words = "async (make, use) => { await using pal = make(); return use(pal); }";
  const plain = async (make, use) => {
    const pal = make();
    try {
      return await use(pal);
    } finally {
      await pal[Symbol.asyncDispose]();
    }
  };
  let using = plain;
  try {
    using = new Function(`return ${words}`)();
  } catch (error) {
    assert.equal(error.name, "SyntaxError");
  }
  assert.equal((await using(client, (pal) => (kept = pal).provision(JOHN))).status, "created");
  sent();
  await kept.connect();
  assert.deepEqual(sent(), [`POST ${TOKEN}`, `GET ${TENANTS}`], "the session was ended");
});

test("calls at the same time share one session", async (t) => {
  const { client, sent } = await scene(t);
  const pal = client();
  const outcomes = await Promise.all([pal.connect(), pal.provision(JOHN), pal.provision(JANE), pal.plan(JANE)]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    [undefined, "created", "unchanged", undefined],
  );
  assert.equal(sent().filter((line) => line.endsWith(TOKEN)).length, 1);
});

test("headers of the caller's own go with every request", async (t) => {
  const { client, sandbox } = await scene(t);
  await client({ headers: { "X-Trace": "abc", "user-agent": "acme/1" } }).provision(JOHN);
  assert.equal(sandbox.log.length, 5);
  for (const { headers } of sandbox.log)
    assert.deepEqual([headers["x-trace"], headers["user-agent"]], ["abc", "acme/1"]);
});
