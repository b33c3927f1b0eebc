// `client.requests` and `client.responses`: pure, one pair for every call; and `fill`.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { MyWorkpal } from "provisor";
import { CREATE, failing, JANE, JOHN, scene, TENANTS, TOKEN, USERS } from "./kit/scene.mjs";
import { PERSONAL, Witness } from "./kit/witness.mjs";

const VECTORS = new URL("../../vectors/myworkpal/", import.meta.url);
const BASE = "https://webapi.myworkpal.co.uk";
const nothingSent = () => assert.fail("a builder sends nothing");
const OPTIONS = {
  baseUrl: BASE,
  credentials: { clientId: "a client & co", clientSecret: "CANARY-secret" },
  paths: {
    createUser: "/made-up/users/create",
    updateEmployee: "/e/{systemId}",
    updatePersonal: "/p/{subDomain}/{systemId}",
    addresses: "/a/{subDomain}/{systemId}",
  },
  fetch: nothingSent,
};
const KEY = { systemId: 4711, subDomain: "companydoe" };

test("every request of the walk-through is built as captured", async () => {
  const pal = new MyWorkpal(OPTIONS);
  const files = (await readdir(VECTORS)).filter((name) => name.endsWith(".request.json"));
  assert.equal(files.length, 5);
  for (const file of files) {
    const { endpoint, input, sent } = JSON.parse(await readFile(new URL(file, VECTORS), "utf8"));
    const { secrets, ...request } = pal.requests[endpoint](input ?? undefined);
    assert.deepEqual(request, sent, file);
    assert.deepEqual(
      secrets.map(({ name }) => name),
      [endpoint === "token" ? "clientSecret" : "token"],
    );
  }
});

test("the other requests", () => {
  const { requests } = new MyWorkpal(OPTIONS);
  const record = { id: 1, salary: PERSONAL.salary };
  const witness = new Witness();
  witness.hide("CANARY");
  const table = [
    [
      requests.tenantList(),
      "GET",
      "/api/admin/tenant/list/get?$inlinecount=allpages&$orderby=Name%20asc&$top=1&$skip=0",
    ],
    [
      requests.userList({ subDomain: "doe", emails: ["a@b.co", "C@D.co"] }),
      "GET",
      "/api/admin/users/list/get/all/doe?$inlinecount=allpages&$filter=tolower(EmailAddress)%20eq%20%27a%40b.co%27%20or%20tolower(EmailAddress)%20eq%20%27c%40d.co%27&$top=2&$skip=0",
    ],
    [requests.employeeRecord(KEY), "GET", "/api/employee/fulldata/get/4711"],
    [requests.personalRecord(KEY), "GET", "/api/person/tenant/companydoe/get/4711"],
    [requests.addresses(KEY), "GET", "/a/companydoe/4711"],
    [requests.updateEmployee({ ...KEY, record }), "POST", "/e/4711", /^\{[^{}]*\}$/],
    [requests.updatePersonal({ ...KEY, record }), "POST", "/p/companydoe/4711", /^\{[^{}]*\}$/],
    [
      requests.metadataValues({ tenantId: 123, systemId: 4711 }),
      "POST",
      "/api/admin/metadata/values/get",
      /^\{"tenantId":123,"page":"EmployeeDetails","ParentType":"User","ParentId":4711\}$/,
    ],
  ];
  for (const [request, method, target, body] of table) {
    witness.see(request);
    assert.deepEqual([request.method, request.url], [method, BASE + target]);
    if (body) assert.match(request.body, body);
    else assert.equal(request.body, undefined);
  }
  witness.check();
});

test("a built request filled and sent by hand is what the platform takes; its parser reads the answer", async (t) => {
  const { client, state, sandbox, url } = await scene(t);
  const pal = client();
  const send = async (request) => {
    const { method, headers, body, secrets, url } = pal.fill(request);
    assert.deepEqual(secrets, []);
    const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
    return { status: answer.status, headers: answer.headers, body: await answer.arrayBuffer() };
  };
  // The token is the client's own: it gets one, and fills it in.
  await pal.connect();
  const { requests, responses } = pal;
  const token = responses.token(await send(requests.token()));
  assert.deepEqual(token, { expiresInMs: 3_600_000, scope: null });
  const tenants = responses.tenantList(await send(requests.tenantList({ company: "company doe" })));
  assert.deepEqual(tenants, { count: 1, results: [{ id: 123, name: "Company Doe", subDomainName: "companydoe" }] });
  const created = responses.createUser(
    await send(
      requests.createUser({
        email: JOHN.email,
        subDomain: "companydoe",
        details: { personDetails: { niNumber: PERSONAL.niNumber } },
      }),
    ),
  );
  const [{ id: systemId }] = state.accountsOf("companydoe", JOHN.email);
  assert.deepEqual(created, { userAccountId: systemId });
  const users = responses.userList(await send(requests.userList({ subDomain: "companydoe", email: JOHN.email })));
  assert.deepEqual(
    users.results.map(({ userAccountId, emailAddress }) => [userAccountId, emailAddress]),
    [[systemId, JOHN.email]],
  );
  const key = { systemId, subDomain: "companydoe" };
  const personal = responses.personalRecord(await send(requests.personalRecord(key)));
  assert.equal(personal.niNumber, PERSONAL.niNumber);
  responses.updatePersonal(await send(requests.updatePersonal({ ...key, record: { ...personal, surname: "Doe" } })));
  assert.equal(responses.personalRecord(await send(requests.personalRecord(key))).surname, "Doe");
  const employee = responses.employeeRecord(await send(requests.employeeRecord(key)));
  responses.updateEmployee(await send(requests.updateEmployee({ ...key, record: { ...employee, jobTitle: "Lead" } })));
  assert.equal(responses.employeeRecord(await send(requests.employeeRecord(key))).jobTitle, "Lead");
  assert.equal(responses.addresses(await send(requests.addresses(key)))[0].country, "GB");
  assert.ok(responses.metadataValues(await send(requests.metadataValues({ tenantId: 123, systemId }))));
  assert.ok(sandbox.log.every(({ status }) => status === 200));
  assert.equal(new URL(url).port, new URL(requests.token().url).port);
});

test("every parser throws what an answer stands for", () => {
  const { responses } = new MyWorkpal(OPTIONS);
  const names = Object.keys(responses);
  assert.equal(names.length, 10);
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
      if (answer.status === 200 && name.startsWith("update")) continue;
      if (name === "token" && ["not_found", "forbidden", "bad_response"].includes(code) && answer.status >= 300)
        continue;
      assert.throws(
        () => responses[name](answer),
        { name: "ProvisorError", code, platform: "myworkpal" },
        `${name} ${answer.status}`,
      );
    }
  }
  assert.throws(() => responses.userList(table[4][0]), { requestId: "r-1", status: 500 });
});

test("a parser says what is wrong with an answer that is none", () => {
  const { responses } = new MyWorkpal(OPTIONS);
  const fine = { status: 200, headers: {}, body: '{"count":0,"results":[]}' };
  assert.deepEqual(responses.userList(fine), { count: 0, results: [] });
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
      () => responses.userList(answer),
      (error) => {
        assert.equal(error.code, "config_invalid", String(error));
        assert.ok(error.message.startsWith(`${field}: `), error.message);
        return Boolean(error.hint);
      },
    );
  }
  const bytes = new TextEncoder().encode(fine.body);
  for (const body of [bytes, bytes.buffer, new DataView(bytes.buffer), Buffer.from(bytes)]) {
    assert.deepEqual(responses.userList({ ...fine, body }), { count: 0, results: [] });
  }
});

test("fill refuses a request to another host, one that was edited, and a secret it does not know", async (t) => {
  const { client } = await scene(t);
  const pal = client();
  const request = pal.requests.userList({ subDomain: "companydoe", email: JOHN.email });
  await failing("config_missing", () => pal.fill(request));
  await pal.connect();
  assert.match(pal.fill(request).headers.authorization, /^Bearer \S+$/);
  const table = [
    [{ ...request, url: "https://evil.example/collect" }, /baseUrl/],
    [{ ...request, url: request.url.replace("127.0.0.1", "127.0.0.1.evil.example") }, /baseUrl/],
    [{ ...request, url: request.url.replace("http://", "http://evil.example@") }, /baseUrl/],
    [{ ...request, url: request.url.replace(/:\d+/, "$&0") }, /baseUrl/],
    [{ ...request, headers: { ...request.headers, authorization: "Bearer x{token}" } }, /authorization/],
    [{ ...request, headers: { ...request.headers, authorization: 5 } }, /authorization/],
    [{ ...request, secrets: [{ ...request.secrets[0], at: 0 }] }, /authorization/],
    [{ ...request, secrets: [{ ...request.secrets[0], in: "x-other" }] }, /request/],
    [{ ...request, method: "TRACE" }, /method/],
    [{ ...request, extra: 1 }, /extra/],
    [null, /request/],
    ["GET /", /request/],
  ];
  for (const [edited, words] of table) {
    const error = await failing("config_invalid", () => pal.fill(edited));
    assert.match(error.message, words);
  }
});

test("requests that cannot be built name the field", async () => {
  const { requests } = new MyWorkpal({ ...OPTIONS, paths: {} });
  const table = [
    [() => requests.userList({ subDomain: "doe" }), "config_invalid", /^email/],
    [() => requests.userList({ email: "a@b.co" }), "config_invalid", /^subDomain/],
    [() => requests.userList({ subDomain: "../x", email: "a@b.co" }), "config_invalid", /^subDomain/],
    [() => requests.userList({ subDomain: "doe", emails: [] }), "config_invalid", /^emails/],
    [() => requests.tenantList({ company: "a", subDomain: "b" }), "config_invalid", /^company, subDomain/],
    [() => requests.employeeRecord({}), "config_invalid", /^systemId/],
    [() => requests.employeeRecord({ systemId: 0 }), "config_invalid", /^systemId/],
    [() => requests.employeeRecord({ systemId: 2 ** 53 }), "config_invalid", /^systemId/],
    [() => requests.employeeRecord({ systemId: 4711n }), "config_invalid", /^input/],
    [() => requests.employeeRecord({ systemid: 1 }), "config_invalid", /^input\.systemid/],
    [() => requests.createUser({ email: "a@b.co", subDomain: "doe" }), "config_missing", /paths\.createUser/],
    [() => requests.addresses(KEY), "config_missing", /paths\.addresses/],
    [() => requests.updateEmployee({ ...KEY, record: {} }), "config_missing", /paths\.updateEmployee/],
  ];
  for (const [build, code, words] of table) {
    const error = await failing(code, build);
    assert.match(error.message, words);
    assert.ok(error.hint);
  }
});

test("building and reading sends nothing, whatever is asked", async (t) => {
  const { client, sent } = await scene(t);
  const { requests, responses } = client();
  requests.token();
  requests.userList({ subDomain: "companydoe", email: JANE.email });
  responses.userList({ status: 200, body: "[]" });
  assert.deepEqual(sent(), []);
  assert.ok([CREATE, TENANTS, TOKEN, USERS].every((path) => path.startsWith("/")));
});
