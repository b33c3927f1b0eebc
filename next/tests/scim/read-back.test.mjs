// Filters read back by four independent readers: PyPI's scim2-models (an LALR grammar), npm's scim2-parse-filter (a
// hand-written parser), npm's scim-query-filter-parser (generated from the RFCs' ABNF) and npm's scimmy (a server's).

import assert from "node:assert/strict";
import test from "node:test";

import fc from "fast-check";

import { readsBack, readsBackHere, readsTexts } from "./read-back.mjs";
import * as queryFilterParser from "./readers/scim-query-filter-parser.mjs";
import * as scimmy from "./readers/scimmy.mjs";
import * as parseFilter from "./readers/scim2-parse-filter.mjs";
import { anyText, filters } from "./trees.mjs";

test("scim2-models reads 10,000 texts back", () => {
  readsBack({ trees: anyText.map((text) => ["eq", "userName", text]), count: 10_000 });
});

test("scim2-models reads 20,000 filters of every shape back", () => {
  readsBack({ trees: filters(), count: 20_000 });
});

test("scim2-parse-filter reads 10,000 texts back", () => {
  const trees = anyText.filter(parseFilter.canRead).map((text) => ["eq", "userName", text]);
  readsBackHere({ read: parseFilter.read, trees, count: 10_000 });
});

test("scim2-parse-filter reads 10,000 filters back", () => {
  const number = fc.double({ min: 0, max: 1e15, noNaN: true }).map((value) => (value === 0 ? 0 : value));
  const trees = filters({ text: anyText.filter(parseFilter.canRead), number });
  readsBackHere({ read: parseFilter.read, trees, count: 10_000 });
});

test("scim-query-filter-parser reads 10,000 texts back", () => {
  const texts = anyText.filter(queryFilterParser.canRead);
  readsTexts({ texts, count: 10_000, check: (filter, text) => assert.ok(queryFilterParser.readsAs(filter, text), filter) });
});

test("scimmy reads 10,000 texts back", () => {
  const texts = anyText.filter(scimmy.canRead);
  readsTexts({ texts, count: 10_000, check: (filter, text) => assert.ok(scimmy.readsAs(filter, text), filter) });
});
