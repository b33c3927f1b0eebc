// The one property of these tests: what is rendered is read back unchanged, whole tree, by an independent reader.

import assert from "node:assert/strict";

import fc from "fast-check";
import { odata } from "provisor";

import { build, difference, flat, seen } from "./build.mjs";
import { readAll } from "./readers/python.mjs";

/** Fixed, so that a failure is the same for everyone; ODATA_SEED looks elsewhere. */
const seed = Number(process.env.ODATA_SEED ?? 20240229);

/** The text of a tree, by way of the whole query string, decoded as a server does. */
export function rendered(tree, version) {
  const filter = build(tree);
  const query = odata.query({ filter, top: 1 }, { version });
  const [option, rest, ...more] = query.split("&");
  assert.equal(rest, "$top=1");
  assert.equal(more.length, 0, `an unencoded & in ${query}`);
  const [, name, value] = /^([^=]*)=([^=]*)$/.exec(option) ?? assert.fail(`an unencoded = in ${query}`);
  assert.equal(name, "$filter");
  assert.match(value, /^[A-Za-z0-9\-._~(),/:*$%]*$/);
  const text = decodeURIComponent(value);
  assert.equal(text, odata.filter(filter, { version }));
  return text;
}

/** Renders `count` trees and has a Python reader read each back. */
export function readsBack({ reader, version, trees, count }) {
  const samples = fc.sample(trees, { numRuns: count, seed });
  const texts = samples.map((tree) => rendered(tree, version));
  const answers = readAll(reader, texts);
  samples.forEach((tree, index) => {
    const { tree: read, error } = answers[index];
    const context = `${reader} on ${JSON.stringify(texts[index])}`;
    assert.equal(error, undefined, context);
    assert.equal(difference(flat(seen(tree, version)), flat(read)), undefined, context);
  });
}

/** The same with a reader at hand, so that a failure is shrunk to the smallest tree. */
export function readsBackHere({ read, version, trees, count }) {
  fc.assert(
    fc.property(trees, (tree) => {
      const text = rendered(tree, version);
      assert.equal(difference(flat(seen(tree, version)), flat(read(text))), undefined, text);
    }),
    { numRuns: count, seed },
  );
}
