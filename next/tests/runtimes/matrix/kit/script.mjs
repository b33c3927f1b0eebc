// The scripts of a small project that run all scenarios and print what they report: for Node, Deno and Bun.
import assert from "node:assert/strict";
import { runIn } from "./project.mjs";

export const MODULE = `import * as provisor from "provisor";
import "provisor-breakable";
import * as testing from "provisor-breakable/testing";
import { checkAll } from "./scenarios/all.mjs";

console.log(JSON.stringify(await checkAll(provisor, testing, process.argv[2])));
`;

/** With the module's bytes, which the script itself reads. */
export const SLIM = `import { readFileSync } from "node:fs";
import * as provisor from "provisor/slim";
import "provisor-breakable";
import * as testing from "provisor-breakable/testing";
import { checkAll } from "./scenarios/all.mjs";

provisor.initSync(readFileSync(new URL(import.meta.resolve("provisor/provisor.wasm"))));
console.log(JSON.stringify(await checkAll(provisor, testing, process.argv[2])));
`;

/** The build that can be broken has no CommonJS, so here there is no panic. */
export const COMMON_JS = `const provisor = require("provisor");

import("./scenarios/all.mjs")
  .then(({ checkAll }) => checkAll(provisor, undefined, process.argv[2]))
  .then((results) => console.log(JSON.stringify(results)));
`;

/**
 * Runs a script that ends well, says nothing on its standard error, and prints JSON.
 * @returns {Promise<any>} what it printed
 */
export async function printed(folder, program, inputs) {
  const { code, stdout, stderr } = await runIn(folder, program, inputs);
  assert.deepEqual([code, stderr], [0, ""], stdout);
  return JSON.parse(stdout);
}

/** Its version: exact, and the first number alone. */
export async function versionOf(folder, program) {
  const { stdout } = await runIn(folder, program, ["--version"]);
  const [version, major] = /(\d+)\.\d+\.\d+/.exec(stdout);
  return { version, major };
}
