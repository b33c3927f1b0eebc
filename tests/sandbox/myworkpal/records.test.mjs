// MyWorkpal's stand-in: whole records, read and written back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { start } from "../testing.js";

const ID = 4711;
const EMPLOYEE = ["/api/employee/fulldata/get/4711", "/api/employee/fulldata/set/4711"];
const PERSONAL = ["/api/person/tenant/companydoe/get/4711", "/api/person/tenant/companydoe/set/4711"];
const ADDRESSES = ["/api/person/address/tenant/companydoe/get/4711", "/api/person/address/tenant/companydoe/set/4711"];

/** The body of an address write, by names of the sandbox's own: the real ones are not public. */
const wrapped = (text) => `{"user":{},"tenant":"companydoe","userAccountId":${ID},"addresses":${text}}`;

test("a record is given and stored as raw text, numbers and all", async (t) => {
  const { state, get, post } = await start(t);
  for (const [name, [read, write]] of [
    ["employee", EMPLOYEE],
    ["personal", PERSONAL],
    ["addresses", ADDRESSES],
  ]) {
    const text = await (await get(read)).text();
    assert.equal(text, state.records.get(ID)[name]);
    const changed = text.replace(/"(jobTitle|forenames|town)":null/, '"$1":"new"');
    assert.equal((await post(write, name === "addresses" ? wrapped(changed) : changed)).status, 200);
    assert.equal(await (await get(read)).text(), changed);
  }
  assert.match(
    state.records.get(ID).employee,
    /"amount":1234\.50,.*"externalReference"|"externalReference":12345678901234567890/,
  );
  assert.match(state.records.get(ID).personal, /CANARY-niNumber-4711/);
});

test("a record that lacks a key at any depth, or is another's, is refused", async (t) => {
  const { get, post } = await start(t);
  const [read, write] = EMPLOYEE;
  const record = await (await get(read)).json();
  const without = (change) => {
    const copy = structuredClone(record);
    change(copy);
    return copy;
  };
  const table = [
    without((copy) => delete copy.jobTitle),
    without((copy) => delete copy.salary.currency),
    without((copy) => void (copy.salary = null)),
    without((copy) => void (copy.userAccountId = 4712)),
    [],
    {},
  ];
  for (const body of table) assert.equal((await post(write, body)).status, 400, JSON.stringify(body));
  assert.equal((await post(write, { ...record, added: 1 })).status, 200);
});

test("addresses keep their ids; new ones may come; they are wrapped, or not", async (t) => {
  const [read, write] = ADDRESSES;
  for (const shape of ["wrapper", "array"]) {
    const { get, post } = await start(t, { assume: { "myworkpal.address-body": shape } });
    const put = (addresses) => post(write, shape === "array" ? addresses : wrapped(JSON.stringify(addresses)));
    const [address] = await (await get(read)).json();
    const refused = [[], {}, [{ ...address, id: 1 }], [address, address], [address, { id: 1 }], [{ id: address.id }]];
    for (const each of refused) assert.equal((await put(each)).status, 400, JSON.stringify(each));
    assert.equal((await put([{ ...address, town: "York [north]", saved: true }, { town: "Leeds" }])).status, 200);
    assert.equal((await (await get(read)).json())[0].town, "York [north]");
  }
});

test("a wrapper names user and tenant around one array", async (t) => {
  const { get, post } = await start(t);
  const [read, write] = ADDRESSES;
  const addresses = await (await get(read)).json();
  for (const body of [
    addresses,
    { addresses },
    { userAccountId: ID, addresses },
    { tenant: "companydoe", addresses },
    { userAccountId: ID, tenant: "companydoe", addresses, others: [] },
    { userAccountId: ID, tenant: "hidden", addresses },
  ]) {
    assert.equal((await post(write, body)).status, 400, JSON.stringify(body));
  }
});

test("a salary extends the employee record, and is written with it or apart", async (t) => {
  const [read, write] = EMPLOYEE;
  const apart = "/api/employee/salary/set/4711";
  const { sandbox, state, get, post } = await start(t);
  const text = await (await get(read)).text();
  const raised = text.replace('"amount":1234.50', '"amount":1300.00');
  const said = async (response) => [response.status, (await response.json()).successful];
  assert.deepEqual(await said(await post(apart, raised.replace('"jobTitle":null', '"jobTitle":"x"'))), [200, false]);
  assert.deepEqual(await said(await post(apart, raised)), [200, true]);
  assert.equal(state.records.get(ID).employee, raised);
  sandbox.assumptions.set({ "myworkpal.salary-write": "apart" });
  assert.deepEqual(await said(await post(write, text)), [200, false]);
  assert.deepEqual(await said(await post(write, raised.replace('"jobTitle":null', '"jobTitle":"x"'))), [200, true]);
  sandbox.assumptions.set({ "myworkpal.salary-write": "with-employee" });
  assert.deepEqual(await said(await post(write, text)), [200, true]);
  assert.equal(state.records.get(ID).employee, text);
});

test("only metadata values may change", async (t) => {
  const { state, get, post } = await start(t);
  const read = "/api/admin/metadata/values/get";
  const where = { tenantId: 123, page: "EmployeeDetails", ParentType: "User", ParentId: ID };
  const response = await post(read, where);
  assert.equal(response.status, 200);
  const text = await response.text();
  for (const bad of [
    { ...where, x: 1 },
    { ...where, page: "Other" },
    { ...where, ParentId: 4714 },
    { tenantId: 123, page: "EmployeeDetails", parentType: "User", parentId: ID },
    null,
  ]) {
    assert.equal((await post(read, bad)).status, 400, JSON.stringify(bad));
  }
  assert.equal((await post(read, { ...where, tenantId: 127 })).status, 403);
  assert.equal((await get(read)).status, 405);

  const write = `/api/admin/metadata/values/set/123/${ID}`;
  const changed = text.replace('"value":null', '"value":"4.20"');
  assert.equal((await post(write, changed)).status, 200);
  assert.equal(state.records.get(ID).metadata, changed);
  assert.equal((await post(write, text.replace("Cost code", "Other"))).status, 400);
  assert.equal((await post(write, { groups: [] })).status, 400);
});

test("only a known user of a visible, matching tenant has records", async (t) => {
  const { state, get } = await start(t);
  const hidden = state.addAccount({ tenant: "hidden", emailAddress: "x@hidden.example" });
  const status = async (path) => (await get(path)).status;
  assert.equal(await status("/api/employee/fulldata/get/9999"), 400);
  assert.equal(await status("/api/employee/fulldata/get/04711"), 400);
  assert.equal(await status(`/api/employee/fulldata/get/${hidden.id}`), 403);
  assert.equal(await status("/api/person/tenant/mueller-oneill/get/4711"), 400);
  assert.equal(await status(`${EMPLOYEE[0]}?x=1`), 400);
});
