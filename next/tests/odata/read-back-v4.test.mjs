// Dialect 4.0 read back by PyPI's odata-query (an LALR grammar) and odatapy (recursive descent, with types),
// which share nothing.

import test from "node:test";

import fc from "fast-check";

import { readsBack } from "./read-back.mjs";
import { conditions, literals } from "./trees.mjs";

const of = (literal) => literal.map((value) => ["eq", ["field", "Name"], value]);

const numbers = ["int", "long", "decimal", "double", "single"];
const common = ["guid", "date", "time", "datetimeOffset"];
const shapes = ["not", "arithmetic", "nested", "lambda", "in", "functions"];

// What odata-query cannot read: binary'…', enumerations and has, isof and cast, NaN and the infinities, $it and
// $count, `in` with one value (it wants a comma after it), a lambda on a path of three names, and names that begin
// with any, all, null, true, false.
// What odatapy cannot read: a fraction of a second in a duration, and a variable with letters outside ASCII.
const readers = {
  "odata-query": { others: [...common, "duration"], on: shapes },
  odatapy: { others: [...common, "wholeDuration", "binary"], on: [...shapes, "has", "typed", "count"] },
};

for (const [reader, { others, on }] of Object.entries(readers)) {
  test(`${reader} reads 10,000 texts back`, () => {
    readsBack({ reader, version: "v4", trees: of(literals.text), count: 10_000 });
  });

  test(`${reader} reads 5,000 literals of every kind back`, () => {
    const kinds = fc.oneof(...[...numbers, ...others].map((kind) => of(literals[kind])));
    readsBack({ reader, version: "v4", trees: kinds, count: 5_000 });
  });

  test(`${reader} reads 10,000 expressions of every shape back`, () => {
    const { condition } = conditions({ numbers, others, on });
    readsBack({ reader, version: "v4", trees: condition, count: 10_000 });
  });
}
