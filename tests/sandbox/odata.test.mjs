// The strict reading of targets, query options and filters.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeFormText, queryOptions, targetProblem } from "./http/target.js";
import { compileFilter, QueryError } from "./odata/filter.js";
import { applyQuery, readQuery } from "./odata/query.js";

const KEYS = ["id", "name", "subDomainName", "inDemoMode", "domain"];
const RECORDS = [
  { id: 1, name: "Company Doe", subDomainName: "companydoe", inDemoMode: false, domain: null },
  { id: 2, name: "Müller & O'Neill Ltd", subDomainName: "mueller", inDemoMode: true, domain: "x" },
  { id: 3, name: "Plus+ Ltd", subDomainName: "plus", inDemoMode: false, domain: null },
];
const hits = (filter) => {
  const query = readQuery(`/x?$filter=${encodeURIComponent(filter)}`, KEYS);
  return applyQuery(RECORDS, query).results.map(({ id }) => id);
};

test("filters find what they say", () => {
  const table = [
    ["tolower(Name) eq 'company doe'", [1]],
    ["tolower('plus') eq tolower(SubDomainName)", [3]],
    ["Name eq 'company doe'", []],
    ["tolower(Name) eq 'müller & o''neill ltd'", [2]],
    ["Id eq 1 or Id eq 3", [1, 3]],
    ["Id eq 1 or Id eq 2 and InDemoMode eq true", [1, 2]],
    ["(Id eq 1 or Id eq 2) and InDemoMode eq true", [2]],
    ["substringof('Ltd',Name)", [2, 3]],
    ["substringof('Ltd',Name) eq false", [1]],
    ["startswith(Name,'Plus+')", [3]],
    ["endswith(tolower(trim(Name)),'ltd') and Id gt 2", [3]],
    ["Domain eq null", [1, 3]],
    ["length(Name) le 9", [3]],
    ["concat(SubDomainName,Name) ne 'x' and indexof(Name,'o') ge 1 and Id lt 2", [1]],
  ];
  for (const [filter, ids] of table) assert.deepEqual(hits(filter), ids, filter);
});

test("what the platform cannot read is refused", () => {
  const table = [
    "Unknown eq 'x'",
    "name eq 'x'",
    "tolower(Name) eq 'x')",
    "tolower(Name) eq 'o'neill'",
    "tolower(Name) eq 'o\\'neill'",
    "contains(Name,'x')",
    "Name",
    "Name eq 3",
    "Name eq 'x'&$top=1",
    "Id eq 1 and Id eq 2 or Id eq 3",
    "Id add 1 eq 2",
    "tolower(Id) eq 'x'",
    "replace(Name,'a','b') eq 'x'",
    "",
  ];
  for (const filter of table) assert.throws(() => hits(filter), QueryError, filter);
  assert.throws(
    () =>
      compileFilter("Nope eq 1", () => {
        throw new QueryError("no");
      }),
    QueryError,
  );
});

test("options are known, single, literal and well-formed", () => {
  for (const bad of [
    "$count=true",
    "$select=Name",
    "$format=json",
    "x=1",
    "%24filter=Id%20eq%201",
    "$top=-1",
    "$top=x",
    "$skip=",
    "$inlinecount=all",
    "$orderby=Nope",
    "$orderby=Name%20up",
    "$top=1&$top=1",
    "$orderby=Name++asc",
    "&",
  ]) {
    assert.throws(() => readQuery(`/x?${bad}`, KEYS), QueryError, bad);
  }
});

test("count is taken after the filter and before paging; order is kept", () => {
  const query = readQuery("/x?$inlinecount=allpages&$filter=Id%20gt%201&$orderby=Name%20desc&$top=1&$skip=1", KEYS);
  const { count, results } = applyQuery(RECORDS, query);
  assert.deepEqual([query.inlineCount, count, results.map(({ id }) => id)], [true, 2, [2]]);
  assert.equal(applyQuery(RECORDS, readQuery("/x?", KEYS)).results.length, 3);
});

test("a raw plus is a space, as on the platform's server", () => {
  assert.equal(decodeFormText("a+b%2Bc%20d%C3%BC%E5%B1%B1"), "a b+c dü山");
  assert.deepEqual(queryOptions("/x?a=b=c&d&e=%26"), [
    ["a", "b=c"],
    ["d", ""],
    ["e", "&"],
  ]);
  assert.deepEqual(queryOptions("/x"), []);
});

test("targets with raw bytes, stray percents or dot segments are refused", () => {
  for (const bad of ["/a b", "/ü", "/a%2", '/a?x="', "/a#b", "/a/../b", "/./a", "a", "/a?x=%zz", "/a\\b", "/a?<"]) {
    assert.notEqual(targetProblem(bad), null, bad);
  }
  assert.equal(targetProblem("/a/b.c?$filter=tolower(Name)%20eq%20'x'&y=%27"), null);
});
