// No secret and nothing personal comes out, even where a server or a host does its worst to bring it out.
// Every other test of this folder is watched for the same by `kit/witness.mjs`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { MyWorkpal, ProvisorError } from "provisor";
import { all, CREATE, JANE, JOHN, memoryJournal, scene, TENANTS, TOKEN, USERS } from "./kit/scene.mjs";
import { PERSONAL, Witness } from "./kit/witness.mjs";

const { niNumber, dateOfBirth, salary } = PERSONAL;
const DETAILS = {
  personDetails: { forenames: "John", niNumber, dateOfBirth },
  employeeDetails: { jobTitle: "Lead", salary, history: [{ SALARY: salary }] },
};
const person = (user) => ({ ...user, details: DETAILS });

test("the witness sees what it is there for", async (t) => {
  const leaks = [
    (s) => s.witness.see({ deep: { er: [`x${s.secret}y`] } }),
    (s) => s.witness.see(new Error("x", { cause: new ProvisorError({ code: "internal", message: niNumber }) })),
    (s) =>
      s.witness.see(Object.assign(new Error("x"), { request: { headers: { authorization: `Bearer ${s.token}` } } })),
    (s) => s.witness.see(`client_secret=${encodeURIComponent(s.secret)}`),
    (s) => s.witness.see(new Map([["salary", salary.amount]])),
    (s) => s.witness.logger.debug("fine", { level: "debug", body: salary.note }),
    (s) => s.witness.watch({ plan: async () => ({ user: s.secret }) }).plan(),
    (s) =>
      s.witness
        .watch({ plan: async () => Promise.reject(new Error(s.secret)) })
        .plan()
        .catch(() => {}),
    (s) =>
      all(
        s.witness
          .watch({
            async *provisionAll() {
              yield s.token;
            },
          })
          .provisionAll(),
      ),
  ];
  for (const leak of leaks) {
    const { sandbox, client, state } = await scene(t);
    await client().connect();
    const [token] = state.tokens.keys();
    const witness = new Witness(sandbox);
    witness.check();
    await leak({ witness, secret: state.clients[0].clientSecret, token });
    assert.throws(() => witness.check(), { name: "AssertionError" }, String(leak));
  }
});

test("a client, at every stage of its life", async (t) => {
  const { optionsOf, witness, sandbox } = await scene(t);
  const look = (pal) => {
    for (const depth of [2, Infinity])
      witness.see(inspect(pal, { depth, showHidden: true, getters: true, showProxy: true }));
    witness.see(JSON.stringify(pal));
    witness.see(String(pal));
    for (const key of Reflect.ownKeys(pal)) witness.see(inspect(pal[key], { depth: Infinity, showHidden: true }));
    witness.see(inspect(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(pal)), { depth: 4 }));
  };
  const pal = new MyWorkpal(optionsOf());
  look(pal);
  await pal.connect();
  look(pal);
  witness.see(await pal.provision(person(JOHN)));
  look(pal);
  witness.see(await pal.plan(person(JANE)));
  await pal.close();
  look(pal);
  assert.ok(witness.check() > 10);
  assert.ok(
    sandbox.log.some(({ body }) => body.includes(niNumber)),
    "and yet it was sent",
  );
});

test("everything said about a person with personal details", async (t) => {
  const { client, witness, state, sandbox } = await scene(t);
  const pal = client();
  const plan = await pal.plan(person(JOHN));
  assert.ok(plan.changes.some(({ field, masked }) => field === "details.personDetails.niNumber" && masked));
  await pal.apply(JSON.parse(JSON.stringify(plan)), { user: person(JOHN) });
  const updating = await pal.plan(person(JANE));
  assert.ok(updating.requests.length === 2);
  const outcome = await pal.provision(person(JANE));
  assert.deepEqual([outcome.status, outcome.verified], ["updated", true]);
  assert.ok(
    ["details.personDetails.niNumber", "details.employeeDetails.salary.amount"].every((field) =>
      outcome.changes.some((change) => change.field === field && change.masked && !("to" in change)),
    ),
  );
  const journal = memoryJournal();
  await all(pal.provisionAll([person(JOHN), person(JANE), { ...person(JOHN), email: "new@doe.com" }], { journal }));
  witness.see(journal.text);
  await pal.deprovision(person(JOHN));
  const [john] = state.accountsOf("companydoe", JOHN.email);
  assert.ok(state.records.get(john.id).personal.includes(niNumber));
  assert.ok(sandbox.log.length > 20 && witness.events.length > 20);
});

test("a server that echoes what it was sent", async (t) => {
  const { client, state, sandbox, witness, optionsOf } = await scene(t);
  const { clientSecret } = optionsOf().credentials;
  const form = new URLSearchParams({ clientSecret }).toString().split("=")[1];
  const pal = client({ maxRetries: 0 });
  const echo = async (path, status, body, headers = {}) => {
    const rule = sandbox.faults.add({ match: { path }, fault: { kind: "status", status, body, headers } });
    const result = await client({ maxRetries: 0 })
      .provision(person(JOHN))
      .catch((error) => error);
    assert.equal(rule.fired, 1);
    return result;
  };
  for (const secret of [clientSecret, form, encodeURIComponent(clientSecret), JSON.stringify(clientSecret)]) {
    await echo(TOKEN, 401, { error: "invalid_client", error_description: `no client with ${secret}` });
    await echo(TOKEN, 500, `<pre>${secret}</pre>`);
    await echo(TENANTS, 400, { message: `bad ${secret}` }, { "x-request-id": secret.slice(0, 90) });
  }
  await pal.connect();
  for (const path of [TENANTS, USERS, CREATE]) {
    for (const status of [400, 403, 404, 409, 500, 200]) {
      const token = () => [...state.tokens.keys()].at(-1);
      const own = `niNumber ${niNumber}, born ${dateOfBirth}, salary ${JSON.stringify(salary)} (${salary.note})`;
      for (const words of [own, JSON.stringify({ sent: DETAILS })]) {
        sandbox.faults.add({
          match: { path },
          fault: {
            kind: "status",
            status,
            body: { successful: false, message: words, exceptionMessage: words, status: words },
          },
        });
        await pal.provision(person(JOHN)).catch(() => {});
        sandbox.faults.clear();
      }
      sandbox.faults.add({
        match: { path },
        fault: { kind: "status", status, body: `Bearer ${token()} is not welcome` },
      });
      await pal.provision(person(JOHN)).catch(() => {});
      sandbox.faults.clear();
    }
  }
  assert.ok(witness.check() > 50);
});

test("a server that answers with other people's records", async (t) => {
  const record = Object.fromEntries(
    ["niNumber", "salary", "secretKey", "hashedPassword"].map((key) => [key, `CANARY-${key}`]),
  );
  const bodies = [
    [record],
    { count: 1, results: [record] },
    { count: 1, results: [{ ...record, id: "CANARY-id" }] },
    { results: record },
    { count: "CANARY-count", results: [] },
    "CANARY-text",
    { ...record, successful: "CANARY" },
    { "CANARY-key": 1 },
  ];
  const provision = async (path, body) => {
    const { client, sandbox } = await scene(t);
    const rule = sandbox.faults.add({ match: { path }, fault: { kind: "status", status: 200, body } });
    await client({ maxRetries: 0 }).provision(JOHN);
    assert.equal(rule.fired, 1);
  };
  await Promise.all([TENANTS, USERS, CREATE].flatMap((path) => bodies.map((body) => provision(path, body))));
});

test("a host whose own errors tell too much", async (t) => {
  const { optionsOf, witness, state } = await scene(t);
  const secret = state.clients[0].clientSecret;
  const sent = (url, init) => [url, init.headers.get("authorization"), init.body].filter(Boolean).join(" ");
  // As HTTP libraries make them: the message quotes the request, and the error carries it.
  const tattling = (url, init) => {
    const config = { url, headers: Object.fromEntries(init.headers), data: init.body };
    const error = Object.assign(new Error(`could not send ${sent(url, init)}`), { config, request: { headers: config.headers } });
    return Promise.reject(Object.assign(error, { cause: Object.assign(new Error(sent(url, init)), { config }) }));
  };
  const late = (url, init) => (url.endsWith(TOKEN) ? fetch(url, init) : tattling(url, init));
  for (const own of [tattling, late]) {
    const pal = new MyWorkpal(optionsOf({ fetch: own, maxRetries: 0 }));
    for (const call of [() => pal.connect(), () => pal.provision(person(JOHN)), () => all(pal.provisionAll([person(JOHN)]))]) {
      const told = await call().catch((error) => error);
      witness.see(told);
      assert.match(JSON.stringify(told), /could not send/);
      assert.doesNotMatch(inspect(told, { depth: 9 }), /\$filter|john%40doe/, "no query of a URL");
    }
  }
  const telling = () => Promise.reject(`the secret is ${secret}`);
  witness.see(await new MyWorkpal(optionsOf({ fetch: telling, maxRetries: 0 })).connect().catch((caught) => caught));
});

test("what a platform echoes is found in every spelling", async (t) => {
  const forms = ["plain", "percent-upper", "percent-lower", "html", "json", "json-unicode", "base64"];
  for (const form of forms) {
    const { client, sandbox, witness } = await scene(t);
    for (const path of [TOKEN, TENANTS, USERS, CREATE]) {
      sandbox.faults.add({ match: { path }, fault: { kind: "echo", form } });
      await client({ maxRetries: 0 }).provision(person(JOHN)).catch((error) => error);
    }
    assert.ok(witness.check() > 4, form);
  }
});
