// The one property of these tests: what is rendered is read back unchanged, whole tree, by an independent reader.

import assert from "node:assert/strict";

import fc from "fast-check";
import { scim } from "provisor";

import { readAll } from "./readers/python.mjs";

/** Fixed, so that a failure is the same for everyone; SCIM_SEED looks elsewhere. */
const seed = Number(process.env.SCIM_SEED ?? 20240229);

/** The filter of a tree, made by the package's builders. */
export function build([kind, ...parts]) {
  switch (kind) {
    case "pr":
      return scim.present(...parts);
    case "complex":
      return scim.complex(parts[0], build(parts[1]));
    case "and":
    case "or":
    case "not":
      return scim[kind](...parts.map(build));
    default:
      return scim[kind](...parts);
  }
}

/** What a reader sees of a tree: moments are texts, and the nesting of one operator in itself means nothing. */
export function seen([kind, ...parts]) {
  const inner = parts.map((part) => (part instanceof Date ? part.toISOString() : Array.isArray(part) ? seen(part) : part));
  if (kind !== "and" && kind !== "or") return [kind, ...inner];
  return [kind, ...inner.flatMap((part) => (part[0] === kind ? part.slice(1) : [part]))];
}

/** The text of a tree, by way of the whole query string, decoded as a server does. */
export function rendered(tree) {
  const filter = build(tree);
  const query = scim.query({ filter, count: 2 });
  const [option, start, count, ...more] = query.split("&");
  assert.deepEqual([start, count, more.length], ["startIndex=1", "count=2", 0], `an unencoded & in ${query}`);
  const [, value] = /^filter=([A-Za-z0-9\-._~%]*)$/.exec(option) ?? assert.fail(`not encoded: ${query}`);
  const text = decodeURIComponent(value);
  assert.equal(new URLSearchParams(query).get("filter"), text);
  assert.equal(text, scim.filter(filter));
  return text;
}

/** Renders `count` trees and has the Python reader read each back. */
export function readsBack({ trees, count }) {
  const samples = fc.sample(trees, { numRuns: count, seed });
  const texts = samples.map(rendered);
  const answers = readAll(texts);
  samples.forEach((tree, index) => {
    const { tree: read, error } = answers[index];
    assert.equal(error, undefined, texts[index]);
    assert.deepEqual(seen(read), seen(tree), texts[index]);
  });
}

/** The same with a reader at hand, so that a failure is shrunk to the smallest tree. */
export function readsBackHere({ read, trees, count }) {
  const property = fc.property(trees, (tree) => {
    const text = rendered(tree);
    assert.deepEqual(seen(read(text)), seen(tree), text);
  });
  fc.assert(property, { numRuns: count, seed });
}

/** `count` texts, each compared with an attribute, and what a reader says of each filter. */
export function readsTexts({ check, texts, count }) {
  const property = fc.property(texts, (text) => check(rendered(["co", "userName", text]), text));
  fc.assert(property, { numRuns: count, seed });
}
