// Takes what a runtime reports: all must be right; then it is kept for the table of the README.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** Each row in a file of its own: the tests of the runtimes run side by side. */
export const ROWS = fileURLToPath(new URL("../../../../target/runtimes/", import.meta.url));

/**
 * @typedef {object} Row
 * @property {string} runtime   with its major version, such as `Node 22`
 * @property {string} version   the exact one
 * @property {string} imported  how the package got in
 * @property {string[]} [also]  what was checked in this runtime alone
 *
 * @param {import("../../scenarios/all.mjs").Result[]} results  what `checkAll` gave
 * @param {string[]} modules  the WebAssembly modules that were installed or bundled
 * @param {Row} row
 */
export async function report(results, modules, row) {
  const failed = results.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
  assert.deepEqual(failed, []);
  const checks = {};
  for (const { group } of results) checks[group] = (checks[group] ?? 0) + 1;
  // Beside the package's own, there is that of the build that was broken.
  const own = modules.length - (checks.panic ? 1 : 0);
  assert.equal(own, 1, `there should be one module, not ${modules.join(", ")}`);
  await mkdir(ROWS, { recursive: true });
  const name = `${row.runtime} ${row.imported}`.replace(/\W+/g, "-").toLowerCase();
  await writeFile(`${ROWS}${name}.json`, JSON.stringify({ also: [], ...row, checks, modules: own }));
}
