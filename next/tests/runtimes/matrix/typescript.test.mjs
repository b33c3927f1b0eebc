// TypeScript: strict projects, one for each way of finding modules, that check the package's own types as well.
import assert from "node:assert/strict";
import { cp, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { project, runIn } from "./kit/project.mjs";

const require = createRequire(import.meta.url);
const home = (name) => dirname(require.resolve(`${name}/package.json`));
const TSC = join(home("typescript"), require("typescript/package.json").bin.tsc);

const EXAMPLE = `import { isProvisorError, MyWorkpal, odata, type Code, type Outcome } from "provisor";

export async function add(baseUrl: string, clientSecret: string, email: string): Promise<string> {
  const options = { baseUrl, credentials: { clientId: "id", clientSecret }, paths: { createUser: "/create" } };
  await using pal = new MyWorkpal({ ...options, signal: AbortSignal.timeout(60_000) });
  try {
    const outcome: Outcome = await pal.provision({ email, company: "Company Doe" });
    switch (outcome.status) {
      case "created":
      case "updated":
      case "unchanged":
      case "deprovisioned":
        return outcome.changes.map(({ kind }) => kind).join();
      case "partial":
        return outcome.pending.map(({ kind, state }) => `${kind} ${state}`).join();
      case "conflict":
      case "failed":
      case "unknown":
        return outcome.error.message || odata.query({ top: 1 });
      default:
        return outcome satisfies never;
    }
  } catch (error: unknown) {
    if (!isProvisorError(error)) throw error;
    const code: Code = error.code;
    return code;
  }
}

// @ts-expect-error: a tenant is needed
export const nowhere = (pal: MyWorkpal) => pal.provision({ email: "john@doe.com" });
`;

const FILES = `import { fileJournal } from "provisor/node";
import type { Journal } from "provisor";

export const journal: Journal = fileJournal("run.jsonl");
`;

const strict = { strict: true, noEmit: true, skipLibCheck: false, exactOptionalPropertyTypes: true };
const node = { ...strict, target: "es2022", lib: ["es2023"], types: ["node"] };

/** The package's kind, the compiler's options, and the files. */
const PROJECTS = {
  "a bundler, for pages": [
    { type: "module" },
    { ...strict, target: "es2022", module: "esnext", moduleResolution: "bundler", lib: ["es2023", "dom"], types: [] },
    { "example.ts": EXAMPLE },
  ],
  "Node, ES modules": [
    { type: "module" },
    { ...node, module: "node16", verbatimModuleSyntax: true },
    { "example.ts": EXAMPLE, "files.ts": FILES },
  ],
  "Node, CommonJS": [{ type: "commonjs" }, { ...node, module: "node16" }, { "example.ts": EXAMPLE, "files.ts": FILES }],
};

describe("TypeScript", { concurrency: 3 }, () => {
  for (const [name, [manifest, compilerOptions, files]] of Object.entries(PROJECTS)) {
    test(name, async (t) => {
      const config = { compilerOptions, include: ["*.ts"] };
      const folder = await project(t, manifest, { ...files, "tsconfig.json": JSON.stringify(config) });
      // What such projects have beside: Node's types.
      await mkdir(join(folder, "node_modules/@types"), { recursive: true });
      for (const types of ["@types/node", "undici-types"]) {
        await cp(home(types), join(folder, "node_modules", types), { recursive: true });
      }
      const { code, stdout, stderr } = await runIn(folder, process.execPath, [TSC]);
      assert.deepEqual([stdout, stderr, code], ["", "", 0]);
    });
  }
});
