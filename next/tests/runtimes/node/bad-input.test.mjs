// Bad input is refused before anything is sent, naming what is wrong and what to do.
import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { MyWorkpal, ProvisorError } from "provisor";
import { all, failing, JANE, JOHN, memoryJournal, scene } from "./kit/scene.mjs";
import { Witness } from "./kit/witness.mjs";

const SECRET = "CANARY-client-secret";
const GOOD = { baseUrl: "https://webapi.example.com", credentials: { clientId: "id", clientSecret: SECRET } };
const cyclic = {};
cyclic.self = cyclic;

/** Checks an error as every reader of it would. */
function checkRefusal(error, field) {
  assert.ok(error instanceof ProvisorError && error instanceof Error);
  const words = field.replace(/: .*$|: $/, "");
  assert.ok(error.message.includes(words), `expected ${field}, got: ${error.message}`);
  if (error.hint) assert.ok(error.message.endsWith(`(${error.hint})`), error.message);
  assert.ok(error.message.length < 2_000, error.message);
  assert.doesNotMatch(error.message, /f64|u32|u64|usize|NaN is not|invalid type/, "it speaks JavaScript");
}

test("every bad option of a client", () => {
  const witness = new Witness();
  // prettier-ignore
  const table = [
    ["config_invalid", "options: ", undefined],
    ["config_invalid", "options: ", null],
    ["config_invalid", "options: ", "https://webapi.example.com"],
    ["config_invalid", "options", {}],
    ["config_invalid", "options", { ...GOOD, baseUrl: undefined }],
    ["config_invalid", "options.baseUrl", { ...GOOD, baseUrl: 5 }],
    ["config_invalid", "options.baseUrl", { ...GOOD, baseUrl: new Map() }],
    ...["", "webapi.example.com", "ftp://a.co", "https://", "https://a.co?x=1", "https://u:CANARY-p@a.co", "http://a.co", "https://a co", "https://a.co:99999", "https://a.co/../x", "https://a.co/#x"].map(
      (baseUrl) => ["config_invalid", "baseUrl: ", { ...GOOD, baseUrl }],
    ),
    ["config_invalid", "options.credentials", { ...GOOD, credentials: SECRET }],
    ["config_invalid", "options.credentials", { ...GOOD, credentials: null }],
    ["config_invalid", "options.credentials", { ...GOOD, credentials: { clientId: "id", clientSecret: undefined } }],
    ["config_invalid", "options.credentials", { ...GOOD, credentials: { clientSecret: SECRET } }],
    ["config_invalid", "options.credentials.clientSecret", { ...GOOD, credentials: { clientId: "id", clientSecret: { value: SECRET } } }],
    ["config_invalid", "options.credentials.clientSecret", { ...GOOD, credentials: { clientId: "id", clientSecret: 12345 } }],
    ["config_invalid", "options.credentials.password", { ...GOOD, credentials: { ...GOOD.credentials, password: SECRET } }],
    ["config_invalid", "credentials.clientId: ", { ...GOOD, credentials: { ...GOOD.credentials, clientId: "" } }],
    ["config_invalid", "credentials.clientSecret: ", { ...GOOD, credentials: { ...GOOD.credentials, clientSecret: "" } }],
    ["config_invalid", "options.clientSecret", { ...GOOD, clientSecret: SECRET }],
    ["config_invalid", "options.timeout", { ...GOOD, timeout: 5 }],
    ["config_invalid", "options.timeoutMs", { ...GOOD, timeoutMs: SECRET }],
    ...[0, -1, 1e9].map((timeoutMs) => ["config_invalid", "timeoutMs: ", { ...GOOD, timeoutMs }]),
    ...["timeoutMs", "maxRetries", "maxWaitMs", "concurrency", "requestsPerSecond", "maxResponseBytes"].flatMap((name) =>
      [NaN, Infinity, -Infinity].map((value) => ["config_invalid", `${name}: `, { ...GOOD, [name]: value }]),
    ),
    ["config_invalid", "options.maxRetries", { ...GOOD, maxRetries: 1.5 }],
    ["config_invalid", "options.maxRetries", { ...GOOD, maxRetries: -1 }],
    ["config_invalid", "maxRetries: ", { ...GOOD, maxRetries: 1000 }],
    ["config_invalid", "maxWaitMs: ", { ...GOOD, maxWaitMs: -5 }],
    ["config_invalid", "concurrency: ", { ...GOOD, concurrency: 0 }],
    ["config_invalid", "concurrency: ", { ...GOOD, concurrency: 65 }],
    ["config_invalid", "requestsPerSecond: ", { ...GOOD, requestsPerSecond: 0 }],
    ["config_invalid", "maxResponseBytes: ", { ...GOOD, maxResponseBytes: 1 }],
    ["config_invalid", "options.ifExists", { ...GOOD, ifExists: "overwrite" }],
    ["config_invalid", "options.allowInsecure", { ...GOOD, allowInsecure: "yes" }],
    ["config_invalid", "headers: ", { ...GOOD, headers: { Authorization: "Bearer x" } }],
    ["config_invalid", "headers: ", { ...GOOD, headers: { "x y": "1" } }],
    ["config_invalid", "headers: ", { ...GOOD, headers: { "x-a": "1\r\nevil: 2" } }],
    ["config_invalid", "headers: ", { ...GOOD, headers: { "x-a": 1 } }],
    ["config_invalid", "options.headers", { ...GOOD, headers: "x-a: 1" }],
    ["config_invalid", "options.paths.createuser", { ...GOOD, paths: { createuser: "/x" } }],
    ["config_invalid", "options.paths.createUser", { ...GOOD, paths: { createUser: 5 } }],
    ...["", "create", "//evil.example/x", "https://evil.example/x", "/a b", "/a/../b", "/a?b=1"].map((createUser) => [
      "config_invalid",
      "paths.createUser: ",
      { ...GOOD, paths: { createUser } },
    ]),
    ["config_invalid", "fetch: ", { ...GOOD, fetch: "node-fetch" }],
    ["config_invalid", "logger: ", { ...GOOD, logger: "debug" }],
    ["config_invalid", "signal: ", { ...GOOD, signal: {} }],
    ["config_invalid", "signal: ", { ...GOOD, signal: new AbortController() }],
    ["config_invalid", "options: ", { ...GOOD, paths: cyclic }],
    ["config_invalid", "options: ", { ...GOOD, timeoutMs: 5n }],
  ];
  for (const [code, field, options] of table) {
    assert.throws(
      () => new MyWorkpal(options),
      (error) => {
        witness.see(error);
        assert.equal(error.code, code, String(error));
        checkRefusal(error, field);
        return true;
      },
      field,
    );
  }
  witness.check();
});

test("what is not set is not an error", () => {
  const options = {
    ...GOOD,
    paths: undefined,
    fetch: undefined,
    logger: undefined,
    signal: undefined,
    timeoutMs: undefined,
    headers: undefined,
    requestsPerSecond: undefined,
    ifExists: undefined,
  };
  assert.equal(new MyWorkpal(options).platform, "myworkpal");
  assert.equal(new MyWorkpal(Object.freeze({ ...GOOD, logger: console })).platform, "myworkpal");
  for (const baseUrl of ["http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"])
    new MyWorkpal({ ...GOOD, baseUrl });
  new MyWorkpal({ ...GOOD, baseUrl: "http://a.co", allowInsecure: true });
});

test("every bad user, of every verb", async (t) => {
  const { client, sent } = await scene(t);
  const pal = client();
  // prettier-ignore
  const table = [
    [undefined, "user"],
    [null, "user"],
    ["john@doe.com", "user"],
    [[JOHN], "user"],
    [() => JOHN, "user"],
    [Symbol("john"), "user"],
    [{ ...JOHN, details: { employeeDetails: cyclic } }, "user"],
    [{ ...JOHN, details: { employeeDetails: { salary: 5n } } }, "user"],
    [{}, "email: "],
    [{ company: "Company Doe" }, "email: "],
    [{ ...JOHN, email: 5 }, "user.email"],
    [{ ...JOHN, email: new Date() }, "email: "],
    ...["", "john", "a@b@c.co", "a b@c.co", "a@b.co\r\nbcc: x@y.co", "a@b..co", "A <a@b.co>", `${"a".repeat(300)}@b.co`].map((email) => [{ ...JOHN, email }, "email: "]),
    [{ email: JOHN.email }, "subDomain"],
    [{ ...JOHN, company: "  " }, "subDomain"],
    [{ ...JOHN, subDomain: "companydoe" }, "subDomain"],
    [{ ...JOHN, company: 5 }, "user.company"],
    [{ ...JOHN, company: "a\u0000b" }, "company: "],
    [{ ...JOHN, company: "x".repeat(1000) }, "company: "],
    [{ email: JOHN.email, subDomain: "../idp" }, "subDomain: "],
    [{ ...JOHN, emial: "x" }, "emial"],
    [{ ...JOHN, details: "none" }, "user.details"],
    [{ ...JOHN, details: { personalDetails: {} } }, "user.details.personalDetails"],
    [{ ...JOHN, details: { contactNumbers: { home: "1" } } }, "user.details.contactNumbers"],
    [{ ...JOHN, details: { metaDataEmployee: { groups: {} } } }, "details.metaDataEmployee.groups: "],
  ];
  for (const [user, field] of table) {
    for (const verb of ["plan", "provision"]) {
      checkRefusal(await failing("config_invalid", () => pal[verb](user)), field);
    }
  }
  assert.deepEqual(sent(), []);
});

test("plain data of every make is a user", async (t) => {
  const { client, sandbox } = await scene(t);
  class Person {
    email = "person@doe.com";
    company = "Company Doe";
    greet() {}
  }
  const users = [
    [new Person(), "created"],
    [Object.freeze({ ...JOHN, subDomain: undefined, details: undefined }), "created"],
    [{ ...JANE, subDomain: null, details: null }, "unchanged"],
    [
      vm.runInNewContext(
        "({ email: 'realm@doe.com', company: 'Company Doe', details: { employeeDetails: { startDate: new Date(0), note: undefined, list: [1.5, null, 1e21] } } })",
      ),
      "created",
    ],
    [Object.assign(Object.create(null), { email: "bare@doe.com", company: "Company Doe" }), "created"],
    [{ toJSON: () => ({ email: "json@doe.com", company: "Company Doe" }) }, "created"],
  ];
  for (const [user, status] of users) {
    const outcome = await client().provision(user);
    assert.equal(outcome.status, status, JSON.stringify(outcome));
  }
  const bodies = sandbox.log
    .filter(({ method, target }) => method === "POST" && target.endsWith("/create"))
    .map(({ body }) => JSON.parse(body));
  const realm = bodies.find(({ userAccount }) => userAccount.emailAddress === "realm@doe.com");
  assert.deepEqual(realm.employeeDetails, { startDate: "1970-01-01T00:00:00.000Z", list: [1.5, null, 1e21] });
});

test("every bad plan and every bad option of a call", async (t) => {
  const { client, sent } = await scene(t);
  const pal = client();
  const plan = await pal.plan(JOHN);
  sent();
  const plans = [
    [undefined, "plan"],
    [null, "plan"],
    ["{}", "plan"],
    [{}, "plan"],
    [{ ...plan, fingerprint: 5 }, "plan.fingerprint"],
    [() => plan, "plan"],
  ];
  for (const [bad, field] of plans) checkRefusal(await failing("config_invalid", pal.apply(bad)), field);
  const options = [
    [null, "options: "],
    [5, "options: "],
    [{ singal: AbortSignal.abort() }, "options.singal: "],
    [{ signal: "stop" }, "signal: "],
    [{ signal: null }, "signal: "],
    [{ timeoutMs: 0 }, "options.timeoutMs: "],
  ];
  for (const [bad, field] of options) {
    for (const call of [
      () => pal.connect(bad),
      () => pal.plan(JOHN, bad),
      () => pal.provision(JOHN, bad),
      () => pal.apply(plan, bad),
      () => pal.deprovision(JOHN, bad),
      () => all(pal.provisionAll([JOHN], bad)),
    ]) {
      checkRefusal(await failing("config_invalid", call), field);
    }
  }
  const bulk = [
    [{ concurrency: 0 }, "concurrency: "],
    [{ concurrency: 1.5 }, "concurrency: "],
    [{ concurrency: 100 }, "concurrency: "],
    [{ concurrency: NaN }, "concurrency: "],
    [{ concurrency: "4" }, "concurrency: "],
    [{ concurrency: null }, "concurrency: "],
    [{ onProgress: true }, "onProgress: "],
    [{ onprogress: () => {} }, "options.onprogress: "],
    [{ journal: "run.journal" }, "journal: "],
    [{ journal: {} }, "journal: "],
    [{ journal: { read: () => "" } }, "journal: "],
    [{ journal: { ...memoryJournal(), read: () => Buffer.from("x") } }, "journal: "],
    [{ journal: { ...memoryJournal(), read: () => 5 } }, "journal: "],
    [{ user: JOHN }, "user"],
    [{ retry: "always" }, "retry"],
    [{ settleMs: -1 }, "settleMs"],
    [{ limit: "10%", among: -1 }, "among"],
  ];
  for (const [bad, field] of bulk)
    checkRefusal(await failing("config_invalid", all(pal.provisionAll([JOHN], bad))), field);
  assert.deepEqual(sent(), []);
});

test("what nobody sees in what identifies a person is refused, with its position", async (t) => {
  const { client, sent } = await scene(t);
  const pal = client();
  const invisible = ["\u200b", "\u00ad", "\ufeff", "\u200e", "\u202e", "\u2066", "\u2060", "\u180e"];
  for (const sign of invisible) {
    for (const user of [{ ...JOHN, email: `jo${sign}hn@doe.com` }, { ...JOHN, company: `Company${sign} Doe` }]) {
      const error = await failing("config_invalid", pal.provision(user));
      assert.match(error.message, /U\+[0-9A-F]{4}/, JSON.stringify(sign));
      assert.match(error.message, user.company === JOHN.company ? /3/ : /8/, "the position, from 1");
      assert.equal(error.message.includes(sign), false);
    }
  }
  assert.deepEqual(sent(), []);
});

test("options and users that fight back are a coded error", async (t) => {
  const { client, optionsOf, sent } = await scene(t);
  const boom = () => {
    throw new RangeError("trap");
  };
  const throwing = { enumerable: true, get: boom };
  const revoked = () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  const hostile = () => [
    Object.defineProperty({}, "email", throwing),
    { ...JOHN, toJSON: boom },
    new Proxy({ ...JOHN }, { ownKeys: boom }),
    new Proxy({ ...JOHN }, { get: boom }),
    revoked(),
    { ...JOHN, details: revoked() },
  ];
  const pal = client();
  for (const [n, bad] of hostile().entries()) {
    for (const call of [() => pal.provision(bad), () => pal.plan(bad), () => pal.provision(JOHN, bad), () => pal.connect(bad), () => all(pal.provisionAll([JOHN], bad)), () => new MyWorkpal(bad)]) {
      const error = await Promise.resolve().then(call).catch((thrown) => thrown);
      assert.equal(error?.code, "config_invalid", `${n} ${call}: ${JSON.stringify(error)}`);
    }
    const [row] = await all(pal.provisionAll([bad]));
    assert.deepEqual([row.status, row.error.code], ["failed", "config_invalid"]);
  }
  for (const name of ["fetch", "timeoutMs", "credentials", "onEvent", "signal", "headers"]) {
    const options = Object.defineProperty(optionsOf(), name, throwing);
    await failing("config_invalid", () => new MyWorkpal(options));
  }
  assert.deepEqual(sent(), []);
});
