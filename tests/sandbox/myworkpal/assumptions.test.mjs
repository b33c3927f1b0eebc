// MyWorkpal's stand-in: each assumption and its opposites.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CREATE, newUser, query, start, TENANTS, USERS } from "../testing.js";

const JANE = "jane.roe@doe.com";

test("a list is a bare array where that is assumed, $inlinecount or not", async (t) => {
  const { get } = await start(t, { assume: { "myworkpal.list-shape": "array" } });
  for (const target of [TENANTS, USERS]) {
    const list = await (await get(`${target}?$inlinecount=allpages&$top=1`)).json();
    assert.ok(Array.isArray(list) && list.length === 1, target);
  }
});

test("a filter of many is accepted, or refused with 400 or 414", async (t) => {
  const { sandbox, get } = await start(t);
  const many = `tolower(EmailAddress) eq '${JANE}' or tolower(EmailAddress) eq 'somebody.else@doe.com'`;
  const one = "tolower(EmailAddress) eq 'this or that@doe.com'";
  const seen = [];
  for (const value of ["accepted", "400", "414"]) {
    sandbox.assumptions.set({ "myworkpal.filter-of-many": value });
    assert.equal((await get(USERS + query(one))).status, 200);
    seen.push((await get(USERS + query(many, "&$top=2&$skip=0"))).status);
  }
  assert.deepEqual(seen, [200, 400, 414]);
});

test("a second create is refused, accepted, answered with the first account, or 400", async (t) => {
  const { sandbox, state, post } = await start(t);
  const [first] = state.accountsOf("companydoe", JANE);
  const again = async (value) => {
    sandbox.assumptions.set({ "myworkpal.duplicate-create": value });
    const response = await post(CREATE, newUser(JANE.toUpperCase()));
    const { successful, userAccountId } = await response.json();
    return [response.status, successful, userAccountId, state.accountsOf("companydoe", JANE).length];
  };
  assert.deepEqual(await again("refused"), [200, false, 0, 1]);
  assert.deepEqual(await again("existing"), [200, true, first.id, 1]);
  assert.deepEqual(await again("400"), [400, undefined, undefined, 1]);
  const [status, successful, id, count] = await again("accepted");
  assert.deepEqual([status, successful, count], [200, true, 2]);
  assert.notEqual(id, first.id);
});

test("an address is unique in its tenant, or everywhere", async (t) => {
  const { sandbox, post } = await start(t);
  const elsewhere = (emailAddress) => newUser("", { userAccount: { tenant: "mueller-oneill", emailAddress } });
  const successful = async (body) => (await (await post(CREATE, body)).json()).successful;
  sandbox.assumptions.set({ "myworkpal.duplicate-scope": "everywhere" });
  assert.equal(await successful(elsewhere(JANE)), false);
  sandbox.assumptions.set({ "myworkpal.duplicate-scope": "tenant" });
  assert.equal(await successful(elsewhere(JANE)), true);
});

test("a refusal is worded in every way that the source and its prose allow", async (t) => {
  const { sandbox, state, post } = await start(t);
  const before = state.accounts.length;
  const valuesOf = (name) => sandbox.assumptions.list().find((each) => each.name === name).values;
  const says = { false: false, "False-as-text": "False", "false-as-text": "false" };
  const ids = { 0: 0, "-1": -1, null: null };
  for (const key of valuesOf("myworkpal.refusal-key")) {
    for (const value of valuesOf("myworkpal.refusal-value")) {
      for (const id of valuesOf("myworkpal.refusal-id")) {
        for (const message of valuesOf("myworkpal.refusal-message")) {
          sandbox.assumptions.set({
            "myworkpal.refusal-key": key,
            "myworkpal.refusal-value": value,
            "myworkpal.refusal-id": id,
            "myworkpal.refusal-message": message,
          });
          sandbox.faults.add({ match: { call: "myworkpal.createUser" }, fault: { kind: "refuse", message: "No." } });
          const response = await sandbox.fetch(`https://a.test${CREATE}`, request(sandbox));
          const answer = await response.json();
          assert.deepEqual([response.status, answer[key]], [200, says[value]]);
          assert.deepEqual([answer.userAccountId, "userAccountId" in answer], [ids[id], id !== "absent"]);
          const told = message === "message-list" ? answer.message : answer[message];
          assert.deepEqual([told].flat(), ["No."]);
          assert.equal(Array.isArray(told), ["exceptionMessages", "message-list"].includes(message));
          assert.ok(!("successful" in answer) || key === "successful");
        }
      }
    }
  }
  assert.equal(state.accounts.length, before);
  sandbox.faults.add({ match: { call: "myworkpal.writeEmployeeRecord" }, fault: { kind: "refuse" } });
  assert.match((await (await post("/api/employee/fulldata/set/4711", state.records.get(4711).employee)).text()), /not changed/);
});

/** A right create, sent without a connection: there are 300 of them. */
function request({ myworkpal }) {
  const headers = { authorization: `Bearer ${myworkpal.issue("sandbox client")}`, "content-type": "application/json" };
  return { method: "POST", headers, body: JSON.stringify(newUser("refused@doe.com")) };
}
