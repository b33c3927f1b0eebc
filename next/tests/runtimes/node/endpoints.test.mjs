// `client.requests` and `client.responses`: pure, one pair for every call.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MyWorkpal } from "provisor";
import { failing, JOHN, scene } from "./kit/scene.mjs";
import { PERSONAL, Witness } from "./kit/witness.mjs";

const BASE = "https://webapi.myworkpal.co.uk";
const OPTIONS = {
  baseUrl: BASE,
  credentials: { clientId: "a client & co", clientSecret: "CANARY-secret" },
  paths: { createUser: "/made-up/users/create", updateEmployee: "/e/{systemId}", updatePersonal: "/p/{subDomain}/{systemId}" },
  fetch: () => assert.fail("a builder sends nothing"),
};
const KEY = { systemId: 4711, subDomain: "companydoe" };

test("every request is data: method, path, headers and body, without a session", () => {
  const { requests } = new MyWorkpal(OPTIONS);
  const record = { id: 1, salary: PERSONAL.salary };
  const witness = new Witness();
  witness.hide("CANARY");
  const lists = "/api/admin/users/list/get/all/doe?$inlinecount=allpages&$filter=";
  const table = [
    [requests.listTenants(), "GET", /^\/api\/admin\/tenant\/list\/get\?\$inlinecount=allpages&\$orderby=Name%20asc&\$top=\d+&\$skip=0$/],
    [
      requests.listTenants({ company: "Company Doe" }),
      "GET",
      "/api/admin/tenant/list/get?$inlinecount=allpages&$filter=tolower(Name)%20eq%20%27company%20doe%27&$orderby=Name%20asc&$top=1&$skip=0",
    ],
    [
      requests.listUsers({ subDomain: "doe", emails: ["a@b.co", "C@D.co"] }),
      "GET",
      `${lists}tolower(EmailAddress)%20eq%20%27a%40b.co%27%20or%20tolower(EmailAddress)%20eq%20%27c%40d.co%27&$top=2&$skip=0`,
    ],
    [requests.listUsers({ subDomain: "doe", emails: ["o'b+x@b.co"] }), "GET", `${lists}tolower(%27o%27%27b%2Bx%40b.co%27)%20eq%20tolower(EmailAddress)&$top=1&$skip=0`],
    [requests.readEmployeeRecord({ systemId: 4711 }), "GET", "/api/employee/fulldata/get/4711"],
    [requests.readPersonalRecord(KEY), "GET", "/api/person/tenant/companydoe/get/4711"],
    [requests.replaceEmployeeRecord({ ...KEY, record }), "POST", "/e/4711", JSON.stringify(record)],
    [requests.replacePersonalRecord({ ...KEY, record }), "POST", "/p/companydoe/4711", JSON.stringify(record)],
    [requests.createUser({ email: "a@b.co", subDomain: "doe" }), "POST", "/made-up/users/create",
      '{"userAccount":{"emailAddress":"a@b.co","tenant":"doe"},"personDetails":{},"contactNumbers":[],"addressDetails":{},"employeeDetails":{},"metaDataPersonal":{"groups":[]},"metaDataEmployee":{"groups":[]}}'],
  ];
  for (const [request, method, path, body] of table) {
    if (!body?.includes("CANARY")) witness.see(request);
    assert.equal(request.method, method);
    if (path instanceof RegExp) assert.match(request.path, path);
    else assert.equal(request.path, path);
    assert.equal(request.body, body);
    assert.ok(request.purpose.length > 0 && ["safe", "idempotent", "unsafe"].includes(request.safety));
    assert.equal(JSON.stringify(request).includes("authorization"), false);
    assert.deepEqual(JSON.parse(JSON.stringify(request)), request);
  }
  witness.check();
});

test("a built request, sent by hand with a session of one's own, is what the platform takes; its parser reads the answer", async (t) => {
  const { client, state, url } = await scene(t);
  const pal = client();
  await pal.connect();
  const [token] = state.tokens.keys();
  const send = async ({ method, path, headers, body }) => {
    const answer = await fetch(url + path, { method, headers: { ...headers, authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body }) });
    assert.equal(answer.status, 200);
    return { status: answer.status, headers: answer.headers, body: await answer.arrayBuffer() };
  };
  const { requests, responses } = pal;
  const tenants = responses.listTenants(await send(requests.listTenants({ company: "company doe" })));
  assert.deepEqual(JSON.stringify(tenants).includes('"companydoe"'), true);
  const details = { personDetails: { niNumber: PERSONAL.niNumber } };
  const created = responses.createUser(await send(requests.createUser({ email: JOHN.email, subDomain: "companydoe", details })));
  const [{ id: systemId }] = state.accountsOf("companydoe", JOHN.email);
  assert.ok(JSON.stringify(created).includes(String(systemId)));
  const users = responses.listUsers(await send(requests.listUsers({ subDomain: "companydoe", emails: [JOHN.email] })));
  assert.ok(JSON.stringify(users).includes(JOHN.email));
  const key = { systemId, subDomain: "companydoe" };
  const personal = responses.readPersonalRecord(await send(requests.readPersonalRecord(key)));
  assert.equal(personal.niNumber, PERSONAL.niNumber);
  responses.replacePersonalRecord(await send(requests.replacePersonalRecord({ ...key, record: { ...personal, surname: "Doe" } })));
  assert.equal(responses.readPersonalRecord(await send(requests.readPersonalRecord(key))).surname, "Doe");
});

test("every parser throws what an answer stands for", () => {
  const { responses } = new MyWorkpal(OPTIONS);
  const names = Object.keys(responses);
  const table = [
    [{ status: 401, body: "" }, "auth_rejected"],
    [{ status: 403, body: '{"message":"no"}' }, "forbidden"],
    [{ status: 404, body: "" }, "not_found"],
    [{ status: 429, headers: { "Retry-After": "5" }, body: "" }, "rate_limited"],
    [{ status: 500, headers: new Headers({ "X-Request-Id": "r-1" }), body: new Uint8Array() }, "server_error"],
    [{ status: 302, headers: [["location", "https://elsewhere.example/"]] }, "bad_response"],
    [{ status: 200, body: "<html>" }, "bad_response"],
    [{ status: 200, body: '{"count":' }, "bad_response"],
  ];
  for (const name of names) {
    for (const [answer, code] of table) {
      // Some calls document no answer worth reading.
      if (answer.status === 200 && name.startsWith("replace")) continue;
      assert.throws(() => responses[name](answer), { name: "ProvisorError", code, platform: "myworkpal" }, `${name} ${answer.status}`);
    }
  }
  assert.throws(() => responses.listUsers(table[4][0]), { status: 500 });
});

test("a parser says what is wrong with an answer that is none", () => {
  const { responses } = new MyWorkpal(OPTIONS);
  const fine = { status: 200, headers: {}, body: '{"count":0,"results":[]}' };
  const FINE = responses.listUsers(fine);
  const table = [
    [undefined, "status"],
    ["200", "status"],
    [{ ...fine, status: "200" }, "status"],
    [{ ...fine, status: 2000 }, "status"],
    [{ ...fine, headers: "a: b" }, "headers"],
    [{ ...fine, headers: 5 }, "headers"],
    [{ ...fine, headers: [["a"], 7] }, "headers"],
    [{ ...fine, body: 5 }, "body"],
    [{ ...fine, body: {} }, "body"],
    [{ ...fine, body: Symbol("x") }, "body"],
    [{ ...fine, body: new ReadableStream() }, "body"],
  ];
  for (const [answer, field] of table) {
    assert.throws(
      () => responses.listUsers(answer),
      (error) => {
        assert.equal(error.code, "config_invalid", String(error));
        assert.match(error.message, new RegExp(field), error.message);
        return Boolean(error.hint);
      },
    );
  }
  const bytes = new TextEncoder().encode(fine.body);
  for (const body of [bytes, bytes.buffer, new DataView(bytes.buffer), Buffer.from(bytes)]) {
    assert.deepEqual(responses.listUsers({ ...fine, body }), FINE);
  }
});

test("requests that cannot be built name the field", async () => {
  const { requests } = new MyWorkpal({ ...OPTIONS, paths: {} });
  const table = [
    [() => requests.listUsers({ subDomain: "doe" }), "config_invalid", /emails/],
    [() => requests.listUsers({ emails: ["a@b.co"] }), "config_invalid", /subDomain/],
    [() => requests.listUsers({ subDomain: "../x", emails: ["a@b.co"] }), "config_invalid", /subDomain/],
    [() => requests.listTenants({ company: "a", subDomain: "b" }), "config_invalid", /company.*subDomain/],
    [() => requests.readEmployeeRecord({}), "config_invalid", /systemId/],
    [() => requests.readEmployeeRecord({ systemId: -1 }), "config_invalid", /systemId/],
    [() => requests.readEmployeeRecord({ systemId: 4711n }), "config_invalid", /systemId/],
    [() => requests.readEmployeeRecord({ systemid: 1 }), "config_invalid", /systemid/],
    [() => requests.createUser({ email: "a@b.co", subDomain: "doe" }), "config_missing", /paths\.createUser/],
    [() => requests.replaceEmployeeRecord({ ...KEY, record: {} }), "config_missing", /paths\.updateEmployee/],
  ];
  for (const [build, code, words] of table) {
    const error = await failing(code, build);
    assert.match(error.message, words);
  }
});
