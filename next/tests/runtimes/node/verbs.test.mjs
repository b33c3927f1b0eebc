// The verbs one by one: what each sends, gives and refuses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { all, byRow, CREATE, failing, JANE, JOHN, scene, statuses, TENANTS, TOKEN, USERS } from "./kit/scene.mjs";
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
  // It is renewed a minute before.
  assert.ok(connection.expiresAt >= before + 3_540_000 && connection.expiresAt <= Date.now() + 3_600_000);
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
    assert.match(error.hint, /client id and secret/);
    assert.deepEqual([error.platform, error.step, error.status], ["myworkpal", "log in", status]);
    sent();
    await failing("auth_rejected", pal.provision(JOHN));
    assert.deepEqual(sent(), [], "asking again could lock the account");
    await failing("auth_rejected", pal.connect());
    assert.deepEqual(sent(), [], "a rejected secret is never sent twice");
  }
  const forbidden = await failing("forbidden", client({}, 2).connect());
  assert.match(String(forbidden.hint), /permissions/);
  const unreachable = client({ baseUrl: "http://127.0.0.1:9", maxRetries: 0 });
  const network = await failing("network", unreachable.connect());
  assert.equal("cause" in network, false, "a host's own error may hold what must not be shown");
});

test("connect says so when no tenant is visible", async (t) => {
  const { client } = await scene(t, {
    seed: { myworkpal: { clients: [{ clientId: "blind", clientSecret: "x-y-z-secret", tenants: [] }] } },
  });
  const error = await failing("forbidden", client().connect());
  assert.match(`${error.message} ${error.hint}`, /may not see any tenant.*administrator/);
});

test("plan only reads, and says what would be done, change by change", async (t) => {
  const { client, sent, johns } = await scene(t);
  const plan = await client().plan(JOHN);
  assert.deepEqual(sent(), [`POST ${TOKEN}`, ...LOOKED]);
  const { fingerprint, ...said } = plan;
  assert.match(fingerprint, /^\S{20,}$/);
  assert.deepEqual(said, {
    platform: "myworkpal",
    subject: JOHN.email,
    action: "create",
    changes: [{ kind: "create" }],
    requests: [{ purpose: "create the user", method: "POST", path: CREATE }],
    warnings: [],
    user: JOHN,
  });
  assert.equal(johns(), 0);
  const nothing = await client().plan(JANE);
  assert.deepEqual([nothing.action, nothing.changes, nothing.requests], ["none", [], []]);
});

test("a plan is stored as JSON and applied by another client", async (t) => {
  const { client, sent, johns } = await scene(t);
  const plan = asData(await client().plan(JOHN));
  sent();
  const outcome = await client().apply(plan);
  assert.deepEqual(sent(), [`POST ${TOKEN}`, ...LOOKED, `POST ${CREATE}`, `GET ${USERS}`]);
  assert.deepEqual([outcome.status, outcome.verified, johns()], ["created", true, 1]);
  const again = await client().apply(plan);
  assert.deepEqual([again.status, again.verified, johns()], ["unchanged", true, 1], "what is there already is not stale");
});

test("a plan leaves personal values out; the user brings them back", async (t) => {
  const { client, state } = await scene(t);
  const { niNumber, dateOfBirth, salary } = PERSONAL;
  const user = { ...JOHN, details: { personDetails: { niNumber, dateOfBirth, surname: "Doe" }, employeeDetails: { salary } } };
  const planner = client();
  const stored = asData(await planner.plan(user));
  assert.deepEqual(stored.omitted.toSorted(), [
    "details.employeeDetails.salary.amount",
    "details.employeeDetails.salary.note",
    "details.personDetails.dateOfBirth",
    "details.personDetails.niNumber",
  ]);
  assert.deepEqual(stored.user, { ...JOHN, details: { personDetails: { surname: "Doe" }, employeeDetails: { salary: {} } } });
  const set = (field) => stored.changes.find((change) => change.field === field);
  assert.deepEqual(set("details.personDetails.surname"), { kind: "set", field: "details.personDetails.surname", to: "Doe" });
  assert.deepEqual(set("details.personDetails.niNumber"), { kind: "set", field: "details.personDetails.niNumber", masked: true });
  const other = client();
  const missing = await failing("config_missing", other.apply(stored));
  assert.match(`${missing.message} ${missing.hint}`, /details\.personDetails\.niNumber.*user/);
  await failing("stale_plan", other.apply(stored, { user: { ...user, email: "other@doe.com" } }));
  const dearer = { ...user, details: { ...user.details, employeeDetails: { salary: { ...salary, amount: 1 } } } };
  await failing("stale_plan", other.apply(stored, { user: dearer }));
  assert.equal((await other.apply(stored, { user })).status, "created");
  const [{ id }] = state.accountsOf("companydoe", JOHN.email);
  assert.equal(JSON.parse(state.records.get(id).personal).niNumber, niNumber);
  assert.equal(JSON.parse(state.records.get(id).employee).salary.amount, salary.amount);
});

test("a plan is not applied once what it relied on has changed", async (t) => {
  const { client, state, sent } = await scene(t);
  const pal = client();
  const updating = { ...JANE, details: { employeeDetails: { jobTitle: "Head" } } };
  const [jane] = state.accountsOf("companydoe", JANE.email);
  const table = [
    ["somebody else creates the account", { ...JOHN, details: updating.details }, () => state.addAccount({ tenant: "companydoe", emailAddress: JOHN.email })],
    ["somebody else changes the same field", updating, () => {
      const records = state.records.get(jane.id);
      records.employee = records.employee.replace('"jobTitle":null', '"jobTitle":"Boss"');
    }],
    ["the account is another one", updating, () => {
      const records = state.records.get(jane.id);
      jane.id += 5000;
      jane.userAccountId = jane.id;
      state.records.set(jane.id, records);
    }],
  ];
  for (const [name, user, change] of table) {
    const plan = await pal.plan(user);
    change();
    sent();
    const error = await failing("stale_plan", pal.apply(plan));
    assert.match(error.hint, /make a new plan|plan again/, name);
    assert.ok(sent().every((line) => line.startsWith("GET")), `${name}: nothing is written`);
  }
});

test("a plan that was edited, or is another account's, is refused and nothing is written", async (t) => {
  const { client, sent } = await scene(t);
  const pal = client();
  const titled = { ...JANE, details: { employeeDetails: { jobTitle: "Head" } } };
  const plan = asData(await pal.plan(titled));
  sent();
  const edits = [
    (plan) => void (plan.user.email = "boss@doe.com"),
    (plan) => void (plan.user.details.employeeDetails.jobTitle = "Chief"),
    (plan) => void (plan.changes = []),
    (plan) => void (plan.changes[0].to = "Chief"),
    (plan) => void (plan.id = "1"),
    (plan) => void plan.warnings.push("never mind"),
    (plan) => void (plan.action = "none"),
    (plan) => void (plan.fingerprint = "0".repeat(plan.fingerprint.length)),
    (plan) => void (plan.platform = "workiva"),
  ];
  for (const edit of edits) {
    const edited = asData(plan);
    edit(edited);
    await failing("stale_plan", pal.apply(edited));
  }
  for (const other of [client({ ifExists: "fail" }), client({}, 1)]) await failing("stale_plan", other.apply(plan));
  assert.deepEqual(sent().filter((line) => !line.startsWith("GET") && !line.endsWith(TOKEN)), []);
  assert.equal((await pal.apply(plan)).status, "updated");
});

test("plans for many are looked up together, and applied together", async (t) => {
  const { client, sent, state } = await scene(t);
  const { niNumber } = PERSONAL;
  const users = ["a", "b", "c"].map((name) => ({ email: `${name}@doe.com`, company: "Company Doe", details: { personDetails: { niNumber } } }));
  users.push(JANE, { email: "no at" });
  const plans = byRow(asData(await all(client().planAll(users))));
  assert.deepEqual(plans.map(({ row, action }) => [row, action]), [...[0, 1, 2].map((row) => [row, "create"]), [3, "none"], [4, "blocked"]]);
  assert.equal(plans[4].error.code, "config_invalid");
  assert.deepEqual(sent(), [`POST ${TOKEN}`, ...LOOKED]);
  const outcomes = await all(client().applyAll(plans.toReversed(), { users }));
  assert.deepEqual(statuses(outcomes), ["failed", "unchanged", "created", "created", "created"]);
  assert.equal(sent().filter((line) => line === `POST ${CREATE}`).length, 3);
  assert.equal(state.accountsOf("companydoe", "a@doe.com").length, 1);
});

test("deprovision fails as unsupported and writes nothing", async (t) => {
  const { client, sent } = await scene(t);
  const outcome = await client().deprovision(JANE);
  assert.deepEqual([outcome.status, outcome.error.code, outcome.changes], ["failed", "unsupported", []]);
  assert.match(outcome.error.message, /web interface/);
  assert.deepEqual(sent().filter((line) => !line.startsWith("GET ") && !line.endsWith(TOKEN)), []);
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
