// MyWorkpal's stand-in: tenants and users, as the two listings show them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { query, sendRaw, start, TENANTS, USERS } from "../testing.js";

const json = async (response) => {
  assert.equal(response.status, 200, await response.clone().text());
  return response.json();
};

test("a tenant is found by name and by sub-domain, whatever the letters", async (t) => {
  const { get } = await start(t);
  for (const filter of ["tolower(Name) eq 'company doe'", "tolower(SubDomainName) eq 'companydoe'"]) {
    const { count, results } = await json(await get(TENANTS + query(filter, "&$orderby=Name%20asc&$top=1&$skip=0")));
    assert.deepEqual([count, results.length, results[0].id, results[0].name], [1, 1, 123, "Company Doe"]);
    assert.equal(Object.keys(results[0]).length, 18);
  }
  const special = await json(await get(TENANTS + query("tolower(Name) eq 'müller & o''neill ltd'")));
  assert.equal(special.results[0].subDomainName, "mueller-oneill");
});

test("two tenants of one name count as two; one that is not visible counts as none", async (t) => {
  const { get } = await start(t);
  const twins = await json(await get(TENANTS + query("tolower(Name) eq 'twin ltd'")));
  assert.deepEqual([twins.count, twins.results.length], [2, 1]);
  assert.deepEqual(await json(await get(TENANTS + query("tolower(Name) eq 'hidden holdings'"))), {
    count: 0,
    results: [],
  });
  assert.equal((await get("/api/admin/users/list/get/all/hidden")).status, 403);
});

test("without $inlinecount, or with /true, the answer is a bare array", async (t) => {
  const { get } = await start(t);
  assert.equal((await json(await get(TENANTS))).length, 4);
  assert.equal((await json(await get(`${TENANTS}/true`))).length, 4);
  assert.ok(Array.isArray(await json(await get(`${TENANTS}/true?$inlinecount=allpages&$top=1`))));
});

test("a user is found in any state, with every key and canaries where it hurts", async (t) => {
  const { get } = await start(t);
  for (const [email, closed] of [
    ["jane.roe@doe.com", false],
    ["left.last.year@doe.com", true],
  ]) {
    const {
      count,
      results: [user],
    } = await json(await get(USERS + query(`tolower('${email}') eq tolower(EmailAddress)`)));
    assert.equal(count, 1);
    assert.equal(user.id, user.userAccountId);
    assert.equal(user.isAccountClosed, closed);
    assert.equal(Object.keys(user).length, 69);
    for (const key of ["secretKey", "verificationKey", "hashedPassword", "niNumber", "salary", "dateOfBirth"]) {
      assert.equal(user[key], `CANARY-${key}-${user.id}`);
    }
  }
});

test("several e-mails are looked up in one call, within one tenant", async (t) => {
  const { get } = await start(t);
  const filter = ["jane.roe@doe.com", "nobody@doe.com", "somebody.else@doe.com", "somebody.else@mueller-oneill.example"]
    .map((email) => `tolower(EmailAddress) eq '${email}'`)
    .join(" or ");
  const { count, results } = await json(await get(USERS + query(filter, "&$top=4")));
  assert.deepEqual(
    [count, results.map(({ emailAddress }) => emailAddress)],
    [2, ["Jane.Roe@doe.com", "somebody.else@doe.com"]],
  );
});

test("mistakes in encoding surface", async (t) => {
  const { get, post, state, sandbox, url, token } = await start(t);
  state.addAccount({ tenant: "companydoe", emailAddress: "o'brien+x@doe.com" });
  const count = async (raw) => (await json(await get(`${USERS}?$inlinecount=allpages&$filter=${raw}`))).count;
  assert.equal(await count("tolower(EmailAddress)%20eq%20%27o%27%27brien%2Bx%40doe.com%27"), 1);
  assert.equal(await count("tolower(EmailAddress)%20eq%20%27o%27%27brien+x%40doe.com%27"), 0, "a raw plus is a space");
  assert.equal(await count("tolower(EmailAddress)+eq+'o''brien%2Bx@doe.com'"), 1);
  const single = await get(`${USERS}?$filter=tolower(EmailAddress)%20eq%20%27o%27brien%2Bx%40doe.com%27`);
  assert.equal(single.status, 400, "percent-encoding a quote does not escape it");
  for (const bad of [
    "$count=true",
    "%24top=1",
    "$filter=contains(EmailAddress,%27x%27)",
    "$filter=SecretKeys%20eq%20%27x%27",
    "a=b",
  ]) {
    assert.equal((await get(`${USERS}?${bad}`)).status, 400, bad);
  }
  const target = `${USERS}?$filter=tolower(Name) eq 'x'`;
  const answer = await sendRaw(
    url,
    `GET ${target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${await token()}\r\n\r\n`,
  );
  assert.match(answer, /^HTTP\/1.1 400 /);
  assert.deepEqual([sandbox.log.at(-1).method, sandbox.log.at(-1).target], ["GET", target]);
  assert.equal((await post(USERS, {})).status, 405);
  assert.equal((await get(`${USERS}/`)).status, 404);
  assert.equal((await get("/api/admin/tenant/list")).status, 404);
});

test("validated info is a bare array of a tenant's accounts", async (t) => {
  const { get } = await start(t);
  const path = "/api/admin/tenant/list/get/uservalidatedinfo/";
  const infos = await json(await get(`${path}123`));
  assert.deepEqual(
    infos.map(({ isAccountClosed }) => isAccountClosed),
    [false, true, false],
  );
  assert.equal((await get(`${path}127`)).status, 403);
  assert.equal((await get(`${path}123?$top=1`)).status, 400);
});
