// The JavaScript builders: the documented request, what a JavaScript value becomes, and what is refused.

import assert from "node:assert/strict";
import test from "node:test";

import { odata } from "provisor";

const name = odata.field("Name");

test("the documented MyWorkpal request, byte for byte", () => {
  const filter = odata.eq(odata.tolower(name), "company doe");
  const options = { filter, orderBy: [["Name", "asc"]], top: 1, skip: 0, inlineCount: true };
  const wanted =
    "$inlinecount=allpages&$filter=tolower(Name)%20eq%20%27company%20doe%27&$orderby=Name%20asc&$top=1&$skip=0";
  assert.equal(odata.query(options, { version: "v3" }), wanted);
  assert.equal(odata.query(options), wanted);
  assert.equal(odata.query(options, { version: "v4" }), wanted.replace("$inlinecount=allpages", "$count=true"));
});

test("a JavaScript value becomes the literal of its kind", () => {
  const table = [
    ["o'brien", "'o''brien'", "'o''brien'"],
    ["Password", "'Password'", "'Password'"],
    [1, "1", "1"],
    [-0, "0", "0"],
    [2 ** 31, "2147483648L", "2147483648"],
    [1.5, "1.5d", "1.5"],
    [1e-7, "1.0e-7d", "1.0e-7"],
    [10n ** 18n, "1000000000000000000L", "1000000000000000000"],
    [true, "true", "true"],
    [null, "null", "null"],
    [new Date(Date.UTC(2024, 1, 29, 13, 5)), "datetimeoffset'2024-02-29T13:05:00.000Z'", "2024-02-29T13:05:00.000Z"],
    [odata.date(new Date(Date.UTC(2024, 1, 29))), "datetime'2024-02-29T00:00:00'", "2024-02-29"],
    [Uint8Array.of(1, 255), "X'01ff'", "binary'Af8'"],
    [Buffer.from("ab"), "X'6162'", "binary'YWI'"],
    [odata.binary(Uint8Array.of(7).buffer), "X'07'", "binary'Bw'"],
    [odata.decimal("0.10"), "0.10M", "0.10"],
    [odata.double(2), "2.0d", "2.0"],
    [odata.single(0.1), "0.1f", "0.1"],
    [odata.double(-Infinity), "-INF", "-INF"],
    [odata.long("5"), "5L", "5"],
    [name, "Name", "Name"],
  ];
  for (const [value, v3, v4] of table) {
    assert.equal(odata.filter(odata.eq(odata.field("A"), value)), `A eq ${v3}`);
    assert.equal(odata.filter(odata.eq(odata.field("A"), value), { version: "v4" }), `A eq ${v4}`);
  }
  assert.equal(odata.filter(odata.ne(odata.field("A"), odata.datetime(new Date(0)))), "A ne datetime'1970-01-01T00:00:00.000'");
  assert.equal(odata.filter(odata.eqIgnoringCase(name, "ÉCOLE")), "tolower(Name) eq 'école'");
  assert.equal(odata.filter(true), "true");
});

test("what is no value, or in disguise, is refused and says so", () => {
  const table = [
    [{ field: "Password" }, /an object that the builders did not make is no value/],
    [{ eq: [1, 1] }, /an object that the builders did not make/],
    [["a"], /an object that the builders did not make/],
    [undefined, /undefined is no value: use null for none/],
    [Symbol.iterator, /symbol is no value/],
    [2 ** 53, /9007199254740992 is past the whole numbers .* use long, decimal or double/],
    [odata.long(2 ** 53), /give long a bigint or text/],
    [new Date(Number.NaN), /"Invalid Date" is not a date and time with an offset/],
    ["half \uD83D", /half of a surrogate pair/],
    ["a\0b", /NUL character/],
    [odata.guid("' or 1 eq 1"), /is not a GUID: write 32 hexadecimal digits/],
    [odata.decimal(1e21), /is not a decimal number/],
    [odata.enumValue("N.T", "Red"), /OData 3\.0 has no enumeration literals/],
  ];
  for (const [value, message] of table) {
    const filter = odata.eq(name, value);
    assert.throws(
      () => odata.query({ filter }),
      (error) => error.code === "config_invalid" && message.test(error.message) && /filter/.test(error.message),
      String(message),
    );
  }
  for (const path of ["Name eq 'x' or Name", "a b", "", "Name'", "$top", "null"]) {
    assert.throws(() => odata.filter(odata.eq(odata.field(path), 1)), { code: "config_invalid" });
  }
  for (const options of [{ top: -1 }, { top: 1.5 }, { raw: "x" }, { orderBy: [["Name asc,Id", "asc"]] }, { orderBy: [["Name", "up"]] }, { select: ["A,B"] }, { search: "x" }, { expand: [["A", { top: 1 }]] }]) {
    assert.throws(() => odata.query(options), { code: "config_invalid" }, JSON.stringify(options));
  }
  assert.throws(() => odata.query({}, { version: "v5" }), { code: "config_invalid" });
});

test("what one dialect lacks names what to use instead", () => {
  assert.throws(() => odata.filter(odata.in(name, ["a"])), /OData 3\.0 has no in: join eq comparisons by or/);
  assert.throws(() => odata.filter(odata.any("Orders"), { version: "v2" }), /OData 2\.0 has no any/);
  assert.throws(() => odata.filter(odata.eq(odata.replace(name, "a", "b"), "c"), { version: "v4" }), /OData 4\.0 has no replace/);
  assert.throws(() => odata.filter(odata.ge(odata.dateOf(name), 1)), /OData 3\.0 has no date/);
});

test("the other options", () => {
  const options = {
    select: ["Name", "*"],
    expand: ["Owner", ["Orders", { filter: odata.gt(odata.field("Amount"), 5), top: 2 }]],
    search: { and: ["blue car", { not: "red" }] },
    skipToken: "a+b",
    format: "json",
    top: undefined,
  };
  assert.equal(
    odata.query(options, { version: "v4" }),
    "$select=Name,*&$expand=Owner,Orders($filter%3DAmount%20gt%205%3B$top%3D2)&$search=%22blue%20car%22%20AND%20NOT%20red&$skiptoken=a%2Bb&$format=json",
  );
  assert.equal(odata.query({}), "");
  assert.equal(odata.filter(odata.isof("N.T")), "isof('N.T')");
  assert.equal(odata.filter(odata.eq(odata.cast(name, "Edm.String"), "x"), { version: "v4" }), "cast(Name,Edm.String) eq 'x'");
});
