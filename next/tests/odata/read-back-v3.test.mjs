// Dialects 2.0 and 3.0 read back by npm's odata-parser and by PyPI's pyslet, which share nothing: the one a PEG
// grammar in JavaScript, the other a hand-written operator-precedence parser in Python.

import test from "node:test";

import fc from "fast-check";

import { flat } from "./build.mjs";
import { readsBack, readsBackHere } from "./read-back.mjs";
import * as odataParser from "./readers/odata-parser.mjs";
import { conditions, literals } from "./trees.mjs";

const of = (literal) => literal.map((value) => ["eq", ["field", "Name"], value]);

// What both read: texts, integers, booleans, null and moments, in comparisons, calls and logic.
const common = conditions({ numbers: ["int"], others: ["datetime"], on: [] }).condition.filter((tree) =>
  odataParser.canRead(flat(tree)),
);
const texts = of(literals.text);

test("odata-parser reads 10,000 texts back", () => {
  readsBackHere({ read: odataParser.read, version: "v3", trees: texts, count: 10_000 });
});

test("odata-parser reads 10,000 expressions back", () => {
  readsBackHere({ read: odataParser.read, version: "v3", trees: common, count: 10_000 });
});

test("pyslet reads 10,000 texts back", () => {
  readsBack({ reader: "pyslet", version: "v3", trees: texts, count: 10_000 });
});

test("pyslet reads 10,000 of the same expressions back", () => {
  readsBack({ reader: "pyslet", version: "v3", trees: common, count: 10_000 });
});

// What pyslet cannot read: any and all (it is of 2.0), time'PT…' (it wants 13:05:00, which no version's text
// says), NaN and the infinities, and a second unary operator right after the first.
const numbers = ["int", "long", "decimal", "double", "single"];
const others = ["guid", "binary", "date", "datetime", "datetimeOffset"];

for (const version of ["v2", "v3"]) {
  test(`pyslet reads 5,000 literals of every kind back (${version})`, () => {
    const kinds = fc.oneof(...[...numbers, ...others].map((kind) => of(literals[kind])));
    readsBack({ reader: "pyslet", version, trees: kinds, count: 5_000 });
  });

  test(`pyslet reads 10,000 expressions of every shape back (${version})`, () => {
    const { condition } = conditions({ numbers, others, on: ["not", "arithmetic", "nested", "typed"] });
    readsBack({ reader: "pyslet", version, trees: condition, count: 10_000 });
  });
}
