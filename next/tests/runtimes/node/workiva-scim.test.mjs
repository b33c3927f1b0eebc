// Workiva's SCIM route over HTTP, with the packed package: the roster from first plan to the last suspension, many people in
// one change, faults, and what connecting finds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Workiva } from "provisor";
import { all, byRow as sorted, failing, memoryJournal, shortly, statuses } from "./kit/scene.mjs";
import { asAsked, roster, workiva } from "./kit/workiva.mjs";

const writes = (lines) => lines.filter((line) => !line.startsWith("GET "));
const ANN = { email: "ann.new@doe.example", givenName: "Ann", familyName: "New" };
const EDITOR = { ...ANN, workspaces: [{ workspace: "Annual Report", roles: ["Editor"], groups: ["Reviewers"] }] };
const USERS = "/scim/v2/Users";

test("the roster: planned, provisioned, again unchanged, changed, suspended", async (t) => {
  const { scim, state, sent, has } = await workiva(t);
  const people = await roster();
  const good = people.slice(0, 8);
  const one = scim();
  const before = state.users.length;

  assert.deepEqual((await one.connect()).warnings, []);
  const kinds = [];
  for (const person of good) kinds.push(shortly((await one.plan(person)).changes).join());
  assert.equal(kinds[0], "");
  assert.match(kinds[1], /^givenName.*\+ organizationRoles .*\+ workspaceRoles /);
  assert.match(kinds[2], /^create/);
  assert.deepEqual(writes(sent()), [], "a plan only reads");

  const first = await all(one.provisionAll(people));
  assert.deepEqual(statuses(first), ["unchanged", "updated", ...Array(6).fill("created"), "failed", "conflict"]);
  const [wizard, owner] = [8, 9].map((row) => sorted(first)[row].error);
  assert.deepEqual([wizard.code, owner.code], ["not_found", "ambiguous"]);
  assert.match(wizard.message, /"workspace:Annual Report:role:Wizard"/);
  assert.match(wizard.hint, /did you mean "workspace:.*:role:/);
  assert.match(owner.message, /"workspace:Archive"/);
  assert.ok(sorted(first).slice(0, 8).every(({ verified, id }) => verified && id));
  for (const person of good) asAsked(has, person);
  assert.equal(state.users.length, before + 6);
  assert.deepEqual(has("moved.on@doe.example").workspaces[0].roles, ["Editor", "Viewer"], "what was there before stays");
  sent();

  assert.deepEqual(statuses(await all(one.provisionAll(good))), Array(8).fill("unchanged"));
  assert.deepEqual(writes(sent()), [], "a second run writes nothing");

  const changed = await one.provision({ ...good[1], familyName: "Vedone", exact: true });
  assert.deepEqual([changed.status, changed.verified], ["updated", true]);
  assert.deepEqual(shortly(changed.changes), ["familyName", "- workspaceRoles Viewer of Annual Report"]);
  assert.deepEqual(has("moved.on@doe.example").workspaces[0].roles, ["Editor"]);

  for (const person of good) {
    const outcome = await one.deprovision(person);
    assert.deepEqual([outcome.status, outcome.verified, outcome.changes], ["deprovisioned", true, [{ kind: "suspend" }]], person.email);
    const again = await one.deprovision(person);
    assert.deepEqual([again.status, again.changes], ["unchanged", []]);
  }
  for (const { email } of good) assert.equal(state.usersOf(email)[0].status, "suspended", email);
  const suspended = state.users.filter(({ status }) => status === "suspended");
  assert.equal(suspended.length, 9, "and nobody else but one who was so before");
  for (const person of good) asAsked(has, { ...person, familyName: person === good[1] ? "Vedone" : person.familyName });
  const back = await one.provision(good[0]);
  assert.match(back.warnings.join(), /suspended, and stays so/);
  const nobody = await one.deprovision(ANN);
  assert.equal(nobody.status, "unchanged");
  assert.match(nobody.warnings[0], /no such user/);
  await one.close();
});

test("many in one workspace, role and group take a change for each hundred", async (t) => {
  const { scim, sent, state } = await workiva(t);
  const { workspaces } = EDITOR;
  const people = Array.from({ length: 130 }, (_, n) => ({ ...ANN, email: `person.${n}@doe.example`, workspaces }));
  assert.deepEqual(statuses(await all(scim().provisionAll(people))), Array(130).fill("created"));
  const lines = sent();
  assert.equal(lines.filter((line) => line.startsWith("PATCH /scim/v2/Groups/")).length, 6);
  assert.equal(lines.filter((line) => line === "GET /scim/v2/Groups").length, 3);
  assert.equal(state.groups[0].members.size, 131);
  assert.ok(lines.filter((line) => line === `GET ${USERS}`).length < 30, "looked up, and verified, together");
});

test("answers that come as 204, late, as an error, or not at all", async (t) => {
  const { scim, sandbox, has } = await workiva(t);
  const one = scim();
  const path = /\/Groups\/[^/]+$/;
  let number = 0;
  for (const [fault, times, status, code] of [
    [{ kind: "assume", values: { "workiva.scim-patch-answer": "204" } }, "always", "created"],
    [{ kind: "latency", ms: 50 }, 1, "created"],
    [{ kind: "status", status: 500, when: "after" }, 1, "created"],
    [{ kind: "status", status: 500, when: "before" }, 1, "created"],
    [{ kind: "drop", when: "after" }, 1, "created"],
    [{ kind: "html", when: "after" }, 1, "created"],
    [{ kind: "rate-limit", seconds: 0 }, 1, "created"],
    [{ kind: "status", status: 403, when: "before" }, 1, "partial", "forbidden"],
  ]) {
    const person = { ...EDITOR, email: `fault.${number++}@doe.example` };
    sandbox.faults.add({ match: { method: "PATCH", path }, times, fault });
    const outcome = await one.provision(person);
    sandbox.faults.clear();
    assert.deepEqual([outcome.status, outcome.error?.code], [status, code], `${JSON.stringify(fault)}: ${JSON.stringify(outcome)}`);
    if (status === "created") asAsked(has, person);
  }
  sandbox.assumptions.set({ "workiva.scim-patch-answer": "204" });
  const changed = await one.provision({ ...EDITOR, email: "fault.0@doe.example", familyName: 'O\'Brien "x" \\ &+#% 山田' });
  assert.deepEqual([changed.status, shortly(changed.changes)], ["updated", ["familyName"]]);
  assert.equal(has("fault.0@doe.example").user.familyName, 'O\'Brien "x" \\ &+#% 山田');
});

test("creates that are in doubt make one account", async (t) => {
  const { scim, sandbox, state } = await workiva(t);
  const one = scim();
  const match = { method: "POST", path: USERS };
  let number = 0;
  for (const [fault, expected] of [
    [{ kind: "drop", when: "after" }, "created"],
    [{ kind: "status", status: 500, when: "after" }, "created"],
    [{ kind: "html", when: "after" }, "created"],
    [{ kind: "truncate" }, "created"],
    [{ kind: "late-visibility", lookups: 2 }, "created"],
    [{ kind: "rate-limit", seconds: 0 }, "created"],
    // Nothing says that a second create would be refused: it is not sent again.
    [{ kind: "drop", when: "before" }, "unknown"],
  ]) {
    const email = `doubt.${number++}@doe.example`;
    sandbox.faults.add({ match, times: 1, fault });
    const outcome = await one.provision({ ...ANN, email });
    assert.equal(outcome.status, expected, `${JSON.stringify(fault)}: ${JSON.stringify(outcome)}`);
    assert.equal(state.usersOf(email).length, expected === "created" ? 1 : 0);
    if (expected === "unknown") assert.equal((await one.provision({ ...ANN, email })).status, "created");
  }
  const elsewhere = await one.provision({ ...ANN, email: "shared.auditor@audit.example" });
  assert.deepEqual([elsewhere.status, elsewhere.error.code], ["conflict", "conflict"]);
  assert.match(elsewhere.error.hint, /another organization/);
});

test("look-ups that cannot be relied on write nothing", async (t) => {
  const { scim, sandbox, sent } = await workiva(t);
  const one = scim();
  for (const fault of [{ kind: "ignore-filter" }, { kind: "html" }, { kind: "wrong-types" }]) {
    sandbox.faults.add({ match: { method: "GET", path: USERS }, times: "always", fault });
    const outcome = await one.provision(ANN);
    sandbox.faults.clear();
    assert.deepEqual([outcome.status, outcome.error?.code], ["failed", "bad_response"], JSON.stringify(fault));
  }
  // Groups are then listed, and matched.
  sandbox.faults.add({ match: { method: "GET", path: "/scim/v2/Groups" }, times: "always", fault: { kind: "ignore-filter" } });
  assert.deepEqual(writes(sent()), []);
  assert.equal((await one.provision(EDITOR)).status, "created");
});

test("a role that takes the membership with it is noticed, and put right by the next run", async (t) => {
  const { scim, sandbox, has } = await workiva(t);
  const one = scim();
  await one.provision({ ...ANN, workspaces: [{ workspace: "Annual Report", roles: ["Editor", "Viewer"] }] });
  const match = { method: "PATCH", path: /\/Groups\// };
  sandbox.faults.add({ match, times: 1, fault: { kind: "revocation-takes-membership" } });
  const exact = { ...ANN, exact: true, workspaces: [{ workspace: "Annual Report", roles: ["Editor"] }] };
  const plan = await one.plan(exact);
  assert.deepEqual(shortly(plan.changes), ["- workspaceRoles Viewer of Annual Report"]);
  const outcome = await one.apply(plan);
  assert.deepEqual([outcome.status, outcome.error.code], ["failed", "conflict"]);
  assert.match(outcome.error.message, /took the membership too/);
  assert.deepEqual(has(ANN.email).workspaces, []);
  assert.equal((await one.provision(exact)).status, "updated");
  assert.deepEqual(has(ANN.email).workspaces.map(({ roles }) => roles), [["Editor"]]);
});

test("a licence that is lacking is everybody's refusal, and tried for one alone", async (t) => {
  const { scim, sent } = await workiva(t);
  const people = Array.from({ length: 12 }, (_, n) => ({
    ...ANN,
    email: `person.${n}@doe.example`,
    organizationRoles: ["Org Chain Security Admin"],
  }));
  const outcomes = await all(scim().provisionAll(people));
  assert.ok(outcomes.every(({ status, error, id }) => status === "partial" && error.code === "forbidden" && id));
  assert.equal(sent().filter((line) => line.startsWith("PATCH ")).length, 2);
});

test("what connecting finds, and options that are none", async (t) => {
  const { scim, sent, url } = await workiva(t);
  const token = await failing("auth_rejected", scim({}, { bearerToken: "CANARY-other" }).connect());
  assert.match(token.hint, /provisioning connection/);
  assert.equal(sent().length, 1);
  const lost = await failing("not_found", scim({}, { baseUrl: `${url}/scim/v3` }).connect());
  assert.match(lost.hint, /scim\.baseUrl/);
  assert.match((await scim({ timeoutMs: 30_000 }).connect()).warnings[0], /timeoutMs/);
  const bad = (options, setting) => failing("config_invalid", () => new Workiva({ route: "scim", ...options }).connect())
    .then(({ message }) => assert.match(message, setting));
  await bad({}, /scim/);
  await bad({ scim: { bearerToken: "x" } }, /scim\.baseUrl/);
  await bad({ scim: { baseUrl: "https://a.co", bearerToken: "a b" } }, /scim\.bearerToken/);
  await bad({ scim: { baseUrl: "https://a.co", bearerToken: "x", groupNames: { workspaceRole: "{role}" } } }, /groupNames\.workspaceRole/);
});

test("a journal goes on where a run stopped, and on no other route", async (t) => {
  const { scim, client, state, has } = await workiva(t);
  const people = ["a", "b", "c"].map((name) => ({ ...EDITOR, email: `${name}@resume.example` }));
  const journal = memoryJournal();
  const stopped = new AbortController();
  const append = journal.append;
  let lines = 0;
  journal.append = async (text) => {
    await append(text);
    lines += 1;
    // The looks are done, and the creates are under way or done: an abort counts as no answer.
    if (text.includes('"created"') || lines === 14) stopped.abort();
  };
  await failing("aborted", all(scim().provisionAll(people, { journal, signal: stopped.signal })));
  const stale = await failing("stale_journal", all(client().provisionAll(people, { journal: memoryJournal(journal.text) })));
  assert.match(stale.message, /another account/);
  const second = await all(scim().provisionAll(people, { journal: memoryJournal(journal.text) }));
  const open = second.filter(({ status }) => status === "unknown");
  // A create that nobody saw leave is not sent again: the next run looks first.
  if (open.length > 0) await all(scim().provisionAll(people));
  for (const person of people) asAsked(has, person);
  assert.equal(state.users.filter(({ email }) => email.endsWith("@resume.example")).length, 3);
});
