// MyWorkpal's stand-in: creating accounts, and refusing to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CREATE, newUser, query, start, USERS } from "../testing.js";

test("a created user is answered as published, found again, and has empty records", async (t) => {
  const { state, get, post } = await start(t);
  const email = "O'Brien+new@doe.com";
  const answer = await (await post(CREATE, newUser(email))).json();
  const { userAccountId } = answer;
  assert.deepEqual(answer, {
    successful: true,
    status: "UserAccountService.CreateNewUserViaWizard completed successfully as admin.",
    exceptionMessage: null,
    exceptionMessages: null,
    userAccountId,
    username: email,
    nonce: null,
    redirectPath: null,
  });
  const found = await (await get(USERS + query("tolower(EmailAddress) eq 'o''brien+new@doe.com'"))).json();
  assert.equal(found.results[0].id, userAccountId);
  assert.deepEqual(Object.keys(state.records.get(userAccountId)), ["employee", "personal", "addresses", "metadata"]);
});

test("details are kept", async (t) => {
  const { state, post } = await start(t);
  const details = {
    personDetails: { forenames: "Ann" },
    employeeDetails: { jobTitle: "Baker" },
    addressDetails: { town: "Leeds" },
    contactNumbers: [{ number: "1" }],
  };
  const { userAccountId } = await (await post(CREATE, newUser("ann@doe.com", details))).json();
  const records = state.records.get(userAccountId);
  assert.equal(JSON.parse(records.personal).forenames, "Ann");
  assert.equal(JSON.parse(records.personal).contactNumbers.length, 1);
  assert.equal(JSON.parse(records.employee).jobTitle, "Baker");
  assert.equal(JSON.parse(records.addresses)[0].town, "Leeds");
});

test("a refusal is HTTP 200", async (t) => {
  const { state, post } = await start(t);
  const before = state.accounts.length;
  const inTenant = (tenant, emailAddress) => newUser("", { userAccount: { tenant, emailAddress } });
  const table = [
    newUser("jane.roe@doe.com"),
    newUser("JANE.ROE@DOE.COM"),
    newUser("left.last.year@doe.com"),
    newUser("two@@doe.com"),
    newUser("a@b@doe.com"),
    newUser("plain"),
    newUser("a b@doe.com"),
    newUser("a@nodot"),
    newUser("a@doe..com"),
    newUser(""),
    inTenant("nowhere", "a@doe.com"),
    inTenant("hidden", "a@doe.com"),
    inTenant("CompanyDoe", "a@doe.com"),
  ];
  for (const body of table) {
    const response = await post(CREATE, body);
    const { successful, status, exceptionMessage, userAccountId } = await response.json();
    assert.deepEqual(
      [response.status, successful, status, userAccountId],
      [200, false, "False", 0],
      JSON.stringify(body),
    );
    assert.ok(exceptionMessage);
  }
  assert.equal(state.accounts.length, before);
  assert.equal((await (await post(CREATE, inTenant("mueller-oneill", "jane.roe@doe.com"))).json()).successful, true);
});

test("names and domains beyond ASCII are e-mails too", async (t) => {
  const { post } = await start(t);
  for (const email of ["müller@doe.com", "山田@例え.jp", "x@münchen.example", "a+b@doe.com"]) {
    assert.equal((await (await post(CREATE, newUser(email))).json()).successful, true, email);
  }
});

test("a body that is not exactly right is 400", async (t) => {
  const { state, post, get, url, token } = await start(t);
  const before = state.accounts.length;
  const good = newUser("new@doe.com");
  const { metaDataEmployee, ...lacking } = good;
  const table = [
    lacking,
    { ...good, extra: 1 },
    { ...good, contactNumbers: {} },
    { ...good, personDetails: [] },
    { ...good, personDetails: null },
    { ...good, metaDataPersonal: {} },
    { ...good, metaDataPersonal: { groups: {} } },
    { ...good, metaDataEmployee: { groups: [], more: 1 } },
    { ...good, userAccount: { emailAddress: "new@doe.com" } },
    { ...good, userAccount: { emailAddress: 1, tenant: "companydoe" } },
    { ...good, userAccount: { EmailAddress: "new@doe.com", Tenant: "companydoe" } },
    [],
    "null",
    "",
    JSON.stringify(good).replace('"groups"', "groups"),
  ];
  for (const body of table) assert.equal((await post(CREATE, body)).status, 400, JSON.stringify(body));
  assert.equal((await post(`${CREATE}?x=1`, good)).status, 400);
  assert.equal((await post(CREATE, good, { "content-type": "text/plain" })).status, 415);
  assert.equal((await get(CREATE)).status, 405);
  const headers = { authorization: `Bearer ${await token()}` };
  assert.equal((await fetch(url + CREATE, { method: "PUT", headers, body: "{}" })).status, 405);
  assert.equal(state.accounts.length, before);
});

test("the path can be seeded", async (t) => {
  const { post } = await start(t, { seed: { myworkpal: { settings: { createUserPath: "/api/custom" } } } });
  assert.equal((await post("/api/custom", newUser("new@doe.com"))).status, 200);
  assert.equal((await post(CREATE, newUser("new@doe.com"))).status, 404);
});
