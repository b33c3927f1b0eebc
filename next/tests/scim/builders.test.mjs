// The JavaScript builders and readers: what they give, what they refuse, and that a name is never a value.

import assert from "node:assert/strict";
import test from "node:test";

import { isProvisorError, scim } from "provisor";

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

test("filters and queries, byte for byte", () => {
  const table = [
    [scim.eq("userName", 'john "jd" doe'), 'userName eq "john \\"jd\\" doe"'],
    [scim.eq("userName", "userName"), 'userName eq "userName"'],
    [scim.sw("userName", "a\\b"), 'userName sw "a\\\\b"'],
    [scim.ne("manager", null), "manager ne null"],
    [scim.eq("active", true), "active eq true"],
    [scim.ge("age", 1.5), "age ge 1.5"],
    [scim.lt("age", 10n), "age lt 10"],
    [scim.gt("meta.lastModified", new Date(0)), 'meta.lastModified gt "1970-01-01T00:00:00.000Z"'],
    [scim.le("meta.created", scim.dateTime("2024-02-29T13:05:00+01:00")), 'meta.created le "2024-02-29T13:05:00+01:00"'],
    [scim.and(scim.present("a"), scim.or(scim.co("b", "x"), scim.ew("c", "y"))), 'a pr and (b co "x" or c ew "y")'],
    [scim.not(scim.complex("emails", scim.eq("type", "work"))), 'not (emails[type eq "work"])'],
    [scim.eq(`${enterprise}:department`, "R&D"), `${enterprise}:department eq "R&D"`],
  ];
  for (const [filter, wanted] of table) {
    assert.equal(scim.filter(filter), wanted);
    assert.equal(scim.query({ filter }), `filter=${encodeURIComponent(wanted).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}&startIndex=1&count=100`);
  }
  assert.equal(scim.query(), "startIndex=1&count=100");
  assert.equal(
    scim.query({ startIndex: 3, count: 2, attributes: ["id", "name.familyName"], sortBy: "userName", sortOrder: "descending", filter: undefined }),
    "startIndex=3&count=2&attributes=id%2Cname.familyName&sortBy=userName&sortOrder=descending",
  );
});

const refusal = (call, code, message) =>
  assert.throws(call, (error) => isProvisorError(error) && error.code === code && message.test(error.message));

test("what is no name, no value or in disguise is refused and says so", () => {
  const table = [
    [scim.eq("userName eq \"x\" or userName", "y"), /eq\.attribute: .* is not the name of an attribute/],
    [scim.eq("o'brien@a.co", "userName"), /is not the name of an attribute/],
    [scim.present("not"), /is not a usable name/],
    [scim.eq(7, "x"), /eq: is not a text/],
    [scim.eq("a", { eq: ["b", 1] }), /an object that the builders did not make is no value/],
    [scim.eq("a", scim.present("b")), /an object that the builders did not make is no value/],
    [scim.eq("a", ["b"]), /an object that the builders did not make/],
    [scim.eq("a", undefined), /undefined is no value: use null for none/],
    [scim.eq("a", Number.NaN), /NaN is no number that JSON has/],
    [scim.eq("a", 2n ** 60n), /past the whole numbers/],
    [scim.eq("a", new Date(Number.NaN)), /"Invalid Date" is not a date and time with an offset/],
    [scim.eq("a", "half \uD83D"), /half of a surrogate pair/],
    [scim.eq("a", "a\0b"), /NUL character/],
    [scim.gt("a", true), /no such comparison with true or false/],
    [scim.co("a", 1), /only texts contain/],
    [scim.and(), /there is no condition/],
    [scim.and(scim.present("a"), { pr: "b" }), /and\[1\]\.filter: a condition is wanted here/],
    [scim.not("a pr"), /a condition is wanted here/],
    [scim.complex("a", scim.complex("b", scim.present("c"))), /stands within another one/],
    [scim.complex("a", scim.present("b"), "c"), /belongs to a PATCH/],
    [{ eq: ["a", 1] }, /a condition is wanted here/],
  ];
  for (const [filter, message] of table) {
    refusal(() => scim.filter(filter), "config_invalid", message);
    refusal(() => scim.query({ filter }), "config_invalid", message);
  }
  refusal(() => scim.query({ count: -1 }), "config_invalid", /count/);
  refusal(() => scim.query({ top: 1 }), "config_invalid", /"top" is not a known key/);
});

test("bodies that create, replace and change", () => {
  const user = scim.user({ userName: "o'brien", active: true, enterprise: { department: "R&D" }, own: [1.5, null] });
  assert.deepEqual(user, {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", enterprise],
    userName: "o'brien",
    active: true,
    [enterprise]: { department: "R&D" },
    own: [1.5, null],
  });
  refusal(() => scim.user({}), "config_invalid", /userName: is missing/);
  refusal(() => scim.user({ userName: "x", id: "1" }), "config_invalid", /id is the server's to say/);
  assert.deepEqual(scim.group({ displayName: "R&D", members: ["1"] }), {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
    displayName: "R&D",
    members: [{ value: "1" }],
  });

  const read = { ...user, id: "7", meta: { version: "W/\"1\"" }, groups: [{ value: "9" }] };
  assert.deepEqual(scim.replacement(read, { active: false, own: null, "name.familyName": 'O"B' }), {
    schemas: user.schemas,
    userName: "o'brien",
    active: false,
    [enterprise]: { department: "R&D" },
    id: "7",
    name: { familyName: 'O"B' },
  });
  refusal(() => scim.replacement(read, { groups: [] }), "config_invalid", /read-only/);

  assert.deepEqual(
    scim.patch([
      { op: "replace", path: "active", value: false },
      { op: "remove", path: scim.complex("members", scim.eq("value", 'a"b\\')) },
      { op: "add", path: scim.complex("emails", scim.eq("type", "work"), "value"), value: "a@x.co" },
    ]),
    {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
      Operations: [
        { op: "replace", path: "active", value: false },
        { op: "remove", path: 'members[value eq "a\\"b\\\\"]' },
        { op: "add", path: 'emails[type eq "work"].value', value: "a@x.co" },
      ],
    },
  );
  refusal(() => scim.patch([]), "config_invalid", /operations: are none/);
  refusal(() => scim.patch([{ op: "remove", path: 'members[value eq "1"]' }]), "config_invalid", /operations\[0\]\.path\.attribute/);
  refusal(() => scim.patch([{ op: "remove", path: { complex: ["members", { pr: "value" }] } }]), "config_invalid", /make one with complex/);
  const ids = Array.from({ length: 201 }, (_, index) => `id-${index}`);
  assert.deepEqual(scim.addMembers([...ids, ids[0]]).map(({ Operations: [{ value }] }) => value.length), [100, 100, 1]);
  assert.deepEqual(scim.removeMembers(ids).map(({ Operations }) => Operations.length), [100, 100, 1]);
});

test("answers are judged by what is in them", async () => {
  const jo = { id: "1", userName: "Jo", displayName: "Jo" };
  assert.deepEqual(scim.parseList({ totalResults: 0, Resources: [jo] }), { resources: [jo], totalResults: 0 });
  assert.deepEqual(scim.onlyUser({ Resources: [jo] }, "JO"), jo);
  assert.equal(scim.onlyUser({ totalResults: 0 }, "jo"), undefined);
  refusal(() => scim.onlyUser({}, "jo"), "bad_response", /not a SCIM list/);
  refusal(() => scim.onlyUser({ Resources: [jo] }, "joe"), "bad_response", /with another user/);
  refusal(() => scim.onlyGroup({ Resources: [jo, { ...jo, id: "2" }] }, "Jo"), "ambiguous", /2 resources have this name: 1, 2/);

  const { hint, ...problem } = scim.parseError(400, { status: "409", scimType: "Uniqueness", detail: "taken" });
  assert.deepEqual(problem, { code: "conflict", message: "the server has such a resource already (409): taken", status: 409, scimType: "Uniqueness", detail: "taken" });
  assert.equal(hint, undefined);
  assert.equal(scim.parseError(503, "<html>").code, "server_error");
  assert.deepEqual(scim.parseConfig(404), scim.parseConfig(401, "x"));
  assert.equal(scim.parseConfig(200, { filter: { supported: true, maxResults: 5 } }).maxResults, 5);

  const asked = [];
  const pages = [[{ id: "1" }, { id: "2" }], [{ id: "2" }, { id: "3" }], []];
  const read = async (query) => (asked.push(query), { totalResults: 1, Resources: pages[asked.length - 1] });
  const ids = [];
  for await (const { id } of scim.list(read, { count: 2, filter: scim.present("id") })) ids.push(id);
  assert.deepEqual(ids, ["1", "2", "3"]);
  assert.deepEqual(asked, [1, 3, 5].map((start) => `filter=id%20pr&startIndex=${start}&count=2`));
  const endless = scim.list(async () => ({ totalResults: 9, Resources: [{ id: "1" }] }));
  assert.equal((await endless.next()).value.id, "1");
  await assert.rejects(endless.next(), (error) => error.code === "bad_response" && /repeats a page/.test(error.message));
});
