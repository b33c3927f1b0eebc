// Where the runtimes are that come from npm: `tests/runtimes/programs` has a lock file of its own.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const PLACES = { node22: "node22/bin/node", node26: "node26/bin/node", deno: ".bin/deno", bun: ".bin/bun" };

/**
 * The program of a runtime: npm's, or what an environment variable such as PROVISOR_NODE22 names.
 * @param {keyof typeof PLACES} name
 */
export function programOf(name) {
  const variable = `PROVISOR_${name.toUpperCase()}`;
  const home = new URL("../../programs/node_modules/", import.meta.url);
  const program = process.env[variable] ?? fileURLToPath(new URL(PLACES[name], home));
  assert.ok(
    existsSync(program),
    `there is no ${program}: run \`npm ci\` in tests/runtimes/programs; where npm has no ${name} for this machine, ` +
      `install one and set ${variable} to its program`,
  );
  return program;
}
