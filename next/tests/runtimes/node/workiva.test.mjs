// Workiva over HTTP, with the packed package: the roster from first plan to last removal, operations, links, faults.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Workiva } from "provisor";
import { all, byRow as sorted, failing, memoryJournal, shortly, statuses } from "./kit/scene.mjs";
import { asAsked, roster, TOKEN, workiva } from "./kit/workiva.mjs";

const writes = (lines) => lines.filter((line) => !line.startsWith("GET ") && line !== `POST ${TOKEN}`);
const ANN = { email: "ann.new@doe.example", givenName: "Ann", familyName: "New" };
const EDITOR = { ...ANN, workspaces: [{ workspace: "Annual Report", roles: ["Editor"], groups: ["Reviewers"] }] };

test("the roster: planned, provisioned, again unchanged, changed, removed", async (t) => {
  const { client, state, sent, has } = await workiva(t);
  const people = await roster();
  const good = people.slice(0, 8);
  const one = client();
  const before = state.users.length;

  const connection = await one.connect();
  assert.deepEqual([connection.scope, connection.warnings], ["organization:read organization:write", []]);
  const kinds = [];
  for (const person of good) kinds.push(shortly((await one.plan(person)).changes).join());
  assert.equal(kinds[0], "");
  assert.match(kinds[1], /^givenName.*\+ organizationRoles .*\+ workspaceRoles /);
  assert.match(kinds[2], /^create/);
  assert.deepEqual(writes(sent()), [], "a plan only reads");

  const first = await all(one.provisionAll(people));
  const made = Array(6).fill("created");
  assert.deepEqual(statuses(first), ["unchanged", "updated", ...made, "failed", "conflict"]);
  const [wizard, owner] = [8, 9].map((row) => sorted(first)[row].error);
  assert.deepEqual([wizard.code, owner.code], ["not_found", "ambiguous"]);
  assert.match(wizard.hint, /There are: Workspace Owner, Workspace Member/);
  assert.ok(sorted(first).slice(0, 8).every(({ verified, id }) => verified && id));
  for (const person of good) asAsked(has, person);
  assert.equal(state.users.length, before + 6);
  assert.deepEqual(state.mails, [], "nobody is written to");
  // What was there before stays.
  assert.deepEqual(has("moved.on@doe.example").workspaces[0].roles, ["Editor", "Viewer"]);
  sent();

  assert.deepEqual(statuses(await all(one.provisionAll(good))), Array(8).fill("unchanged"));
  assert.deepEqual(writes(sent()), [], "a second run writes nothing");

  const changed = await one.provision({ ...good[1], familyName: "Vedone", exact: true });
  assert.deepEqual([changed.status, changed.verified], ["updated", true]);
  assert.ok(["familyName", "- workspaceRoles Viewer of Annual Report"].every((change) => shortly(changed.changes).includes(change)));
  assert.deepEqual(has("moved.on@doe.example").workspaces[0].roles, ["Editor"]);

  for (const person of good) {
    const outcome = await one.deprovision(person);
    assert.deepEqual([outcome.status, outcome.verified], ["deprovisioned", true], person.email);
    assert.deepEqual(outcome.changes, [{ kind: "delete" }]);
    assert.match(outcome.warnings[0], /SCIM/);
    assert.deepEqual(state.usersOf(person.email), []);
    const again = await one.deprovision(person);
    assert.deepEqual([again.status, again.changes], ["unchanged", []]);
  }
  assert.equal(state.users.length, before - 2);
  await one.close();
});

test("many in one group take one change; everything stays on the configured host", async (t) => {
  const { client, sandbox, sent, state } = await workiva(t);
  const wish = [{ workspace: "Annual Report", groups: ["Reviewers"] }];
  const people = Array.from({ length: 30 }, (_, n) => ({ ...ANN, email: `person.${n}@doe.example`, workspaces: wish }));
  assert.deepEqual(statuses(await all(client().provisionAll(people))), Array(30).fill("created"));
  const lines = sent();
  assert.equal(lines.filter((line) => line.endsWith("/members/modification")).length, 1);
  assert.equal(lines.filter((line) => line === `POST ${TOKEN}`).length, 1);
  assert.equal(state.groups[0].members.size, 31);
  // Its links name Workiva's own host: they were asked of the configured one.
  assert.equal(state.settings.linkHost, "https://api.app.wdesk.com");
  assert.ok(sandbox.log.some(({ target }) => target.includes("$next=")));
});

test("links to a host that is nobody's are not followed, unless it is listed", async (t) => {
  const { client, sent, has } = await workiva(t, { seed: { settings: { linkHost: "https://links.invalid:8443" } } });
  const wish = { ...ANN, organizationRoles: ["Org User Admin"] };
  const refused = await client().provision(wish);
  assert.deepEqual([refused.status, refused.error.code], ["partial", "bad_response"]);
  assert.match(refused.error.message, /another host, links\.invalid:8443/);
  assert.match(refused.error.hint, /not followed.*linkHosts/);
  sent();
  const listed = await client({ linkHosts: ["links.invalid:8443"] }).provision(wish);
  assert.deepEqual([listed.status, has(ANN.email).roles], ["created", ["Org User Admin"]]);
  await failing("config_invalid", () => client({ linkHosts: ["https://links.invalid"] }).connect());
});

test("operations that fail, are cancelled, never end, or that nobody says where to find", async (t) => {
  const { client, org, sandbox, has } = await workiva(t);
  const one = client({ maxWaitMs: 3_000 });
  const user = { ...ANN, organizationRoles: ["Org User Admin"] };
  await one.provision(ANN);
  const [{ id }] = sandbox.workiva.usersOf(ANN.email);
  const match = { method: "POST", path: `${org}/users/${encodeURIComponent(id)}/roles/assignment` };
  for (const [fault, status, code, state] of [
    [{ kind: "operation-ends", status: "failed", message: "No luck." }, "failed", "config_invalid", "refused"],
    [{ kind: "operation-ends", status: "cancelled" }, "failed", "config_invalid", "refused"],
    [{ kind: "operation-stuck" }, "unknown", "timeout", "unclear"],
    [{ kind: "no-location" }, "unknown", "bad_response", "unclear"],
    [{ kind: "status", status: 500, when: "after" }, "updated", undefined],
  ]) {
    sandbox.faults.add({ match, times: 1, fault });
    const outcome = await one.provision(user);
    assert.deepEqual([outcome.status, outcome.error?.code, outcome.pending[0]?.state], [status, code, state], JSON.stringify(fault));
  }
  assert.deepEqual(has(ANN.email).roles, ["Org User Admin"]);
  // One without a licence cannot be given.
  const refused = await one.provision({ ...user, organizationRoles: ["Org Chain Security Admin"] });
  assert.deepEqual([refused.status, refused.error.code], ["failed", "forbidden"]);
  assert.match(refused.error.message, /no licence/);
});

test("members that are refused silently are said to be", async (t) => {
  const { client, sandbox, has } = await workiva(t);
  const path = /\/members\/modification$/;
  sandbox.faults.add({ match: { method: "POST", path }, times: 1, fault: { kind: "refuse-members" } });
  const one = client();
  const outcome = await one.provision(EDITOR);
  assert.deepEqual([outcome.status, outcome.error.code, outcome.verified], ["partial", "conflict", false]);
  assert.deepEqual(outcome.pending, [{ kind: "add", field: "groups", value: "Reviewers of Annual Report", state: "refused" }]);
  assert.match(outcome.error.message, /Reviewers/);
  assert.deepEqual(has(ANN.email).workspaces, [{ workspace: "Annual Report", roles: ["Editor"], groups: [] }]);
  const again = await one.provision(EDITOR);
  assert.deepEqual([again.status, shortly(again.changes)], ["updated", ["+ groups Reviewers of Annual Report"]]);
});

test("creates that are in doubt make one account", async (t) => {
  const { client, org, sandbox, state } = await workiva(t);
  const one = client();
  const match = { method: "POST", path: `${org}/users` };
  let number = 0;
  for (const [fault, expected] of [
    [{ kind: "drop", when: "after" }, "created"],
    [{ kind: "drop", when: "before" }, "unknown"],
    [{ kind: "status", status: 500, when: "after" }, "created"],
    [{ kind: "html", when: "after" }, "created"],
    [{ kind: "truncate" }, "created"],
    [{ kind: "wrong-types" }, "created"],
    [{ kind: "rate-limit", seconds: 1 }, "created"],
    [{ kind: "expire-session" }, "created"],
    [{ kind: "late-visibility", lookups: 2 }, "created"],
  ]) {
    const email = `doubt.${number++}@doe.example`;
    sandbox.faults.add({ match, times: 1, fault });
    const outcome = await one.provision({ ...ANN, email });
    const isThere = expected === "created";
    assert.deepEqual([outcome.status, outcome.verified], [expected, isThere], `${JSON.stringify(fault)}: ${JSON.stringify(outcome)}`);
    assert.equal(state.usersOf(email).length, Number(isThere));
    // Nothing documents that a second one is refused: only another run, which looks first, sends it again.
    if (!isThere) assert.equal((await one.provision({ ...ANN, email })).status, "created");
    assert.equal(state.usersOf(email).length, 1);
  }
  // Of another organization: no listing shows who has the name.
  const elsewhere = await one.provision({ ...ANN, email: "shared.auditor@audit.example" });
  assert.deepEqual([elsewhere.status, elsewhere.error.code], ["conflict", "conflict"]);
});

test("lists that cannot be relied on write nothing", async (t) => {
  const { client, org, sandbox, sent } = await workiva(t);
  const one = client();
  const match = { method: "GET", path: `${org}/users` };
  for (const [fault, status, code] of [
    [{ kind: "endless-pages" }, "failed", "bad_response"],
    [{ kind: "html" }, "failed", "bad_response"],
    [{ kind: "wrong-types" }, "failed", "bad_response"],
    [{ kind: "duplicate-entry", email: "jane.roe@doe.example" }, "conflict", "ambiguous"],
  ]) {
    const { id } = sandbox.faults.add({ match, times: "always", fault }) ?? {};
    const outcome = await one.provision({ ...ANN, email: "Jane.Roe@doe.example" });
    assert.deepEqual([outcome.status, outcome.error?.code], [status, code], `${JSON.stringify(fault)} ${id}`);
    sandbox.faults.clear();
  }
  assert.deepEqual(writes(sent()), []);
  sandbox.faults.add({ match, times: "always", fault: { kind: "assume", values: { "workiva.last-page": "null-link" } } });
  assert.equal((await one.provision(ANN)).status, "created");
});

test("what connecting finds", async (t) => {
  const { client, state } = await workiva(t);
  const [warning, ...more] = (await client({}, 1).connect()).warnings;
  assert.match(warning, /organization:write/);
  assert.deepEqual(more, []);
  await failing("auth_rejected", client({ credentials: { clientId: "x", clientSecret: "CANARY-y" } }).connect());
  await failing("auth_rejected", client({}, 2).connect());
  const unknown = await failing("not_found", client({ organization: "00000000-0000-0000-0000-000000000000" }).connect());
  assert.match(unknown.hint, /organization/);
  await failing("config_invalid", () => new Workiva({ route: "platform", baseUrl: "https://a.co", organization: "x", credentials: state.clients[0] }).connect());
  const refused = await client({}, 1).provision(ANN);
  assert.deepEqual([refused.status, refused.error.code], ["failed", "forbidden"]);
  assert.match(refused.error.hint, /organization:write/);
});

test("a journal goes on where a run stopped", async (t) => {
  const { client, state, has } = await workiva(t);
  const people = ["a", "b", "c"].map((name) => ({ ...EDITOR, email: `${name}@resume.example` }));
  const journal = memoryJournal();
  const stopped = new AbortController();
  const append = journal.append;
  let lines = 0;
  journal.append = async (text) => {
    await append(text);
    lines += 1;
    if (lines === 20) stopped.abort();
  };
  await failing("aborted", all(client().provisionAll(people, { journal, signal: stopped.signal })));
  const second = await all(client().provisionAll(people, { journal: memoryJournal(journal.text) }));
  assert.deepEqual(statuses(second), Array(3).fill("created"));
  for (const person of people) asAsked(has, person);
  assert.equal(state.users.filter(({ email }) => email.endsWith("@resume.example")).length, 3);
});
