// The types of the packed package hold what the documentation promises: files of uses, right and wrong, compile.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const USES = ["contract.test-d.ts", "contract-shapes.test-d.ts"].map((file) => fileURLToPath(new URL(file, import.meta.url)));
const require = createRequire(import.meta.url);
const typescript = require("typescript/package.json");
const TSC = join(dirname(require.resolve("typescript/package.json")), typescript.bin.tsc);

const strict = [
  "--strict",
  "--noEmit",
  "--types",
  "",
  "--lib",
  "es2022,esnext.disposable,dom,dom.iterable",
  "--target",
  "es2022",
];
const SETTINGS = {
  "Node's own resolution": [...strict, "--module", "nodenext"],
  "a bundler's resolution": [...strict, "--module", "esnext", "--moduleResolution", "bundler"],
  "the strictest of settings": [
    ...strict,
    "--module",
    "nodenext",
    "--exactOptionalPropertyTypes",
    "--noUncheckedIndexedAccess",
    "--noPropertyAccessFromIndexSignature",
    "--verbatimModuleSyntax",
    "--isolatedModules",
  ],
};

describe("the contract compiles", { concurrency: 2 }, () => {
  for (const [name, flags] of Object.entries(SETTINGS)) {
    test(name, async () => {
      const {
        code = 0,
        stdout,
        stderr,
      } = await run(process.execPath, [TSC, "--ignoreConfig", ...flags, ...USES]).catch((error) => error);
      assert.deepEqual([stdout, stderr, code], ["", "", 0]);
    });
  }
});
