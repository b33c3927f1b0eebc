// The published schema and the package's types name the same options; and the schema says what it is meant to say.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { PACKAGE } from "./kit/stage.mjs";

const schema = JSON.parse(await readFile(fileURLToPath(import.meta.resolve("provisor/config.schema.json")), "utf8"));
const require = createRequire(import.meta.url);
const typescript = require("typescript/package.json");
const TSC = join(dirname(require.resolve("typescript/package.json")), typescript.bin.tsc);

/** A schema with its references followed; a description on the way counts. */
function followed(node) {
  const inner = node?.$ref
    ? node.$ref
        .slice(2)
        .split("/")
        .reduce((place, key) => place[key], schema)
    : node?.allOf?.[0];
  if (!inner) return node;
  const { description } = node;
  return { ...followed(inner), ...(description === undefined ? {} : { description }) };
}

/** The variants of a schema that has several. */
const variants = (node) => followed(node).anyOf ?? followed(node).oneOf ?? [node];
const profiles = variants(schema)
  .flatMap(variants)
  .map(followed)
  .filter(({ properties }) => properties.platform);

/** The paths of all settings: `paths.createUser`. References to the environment are values, not settings. */
function paths(node, prefix = "") {
  const { properties } = followed(node);
  if (!properties || Object.keys(properties).join() === "env") return [];
  return Object.entries(properties).flatMap(([name, inner]) => [
    prefix + name,
    ...variants(inner).flatMap((each) => paths(each, `${prefix}${name}.`)),
  ]);
}

/** The options of each client in the package's types, and the settings of the schema that stand for them. */
const CLIENTS = {
  myworkpal: "MyWorkpalOptions",
  workspan: "WorkSpanOptions",
  "workforce-optimization": "WorkforceOptimizationOptions",
};
function compared() {
  return profiles.flatMap(({ properties }) => {
    const platform = followed(properties.platform).const;
    return variants(properties.options).map((options) => {
      const route = followed(followed(options).properties.route ?? {}).const;
      const type = CLIENTS[platform] ?? { platform: "WorkivaPlatformOptions", scim: "WorkivaScimOptions" }[route];
      const credentials = route === "scim" ? [] : ["credentials", ...paths(properties.credentials, "credentials.")];
      return { type, names: [...new Set([...paths(options), ...credentials])] };
    });
  });
}

/** A program that compiles only if the types have these options and no others. */
const program = (list) => `
import type { ${list.map(({ type }) => type).join(", ")} } from "provisor";
type Plain<T> = NonNullable<T> extends readonly unknown[] ? never : NonNullable<T> extends object ? (string extends keyof NonNullable<T> ? never : NonNullable<T>) : never;
type Paths<T> = { [K in keyof T & string]: K | ([Plain<T[K]>] extends [never] ? never : \`\${K}.\${Paths<Plain<T[K]>>}\`) }[keyof T & string];
type Host = "fetch" | "signal" | "onEvent" | "logger" | "lock" | "allowBrowser";
type Settings<T> = Paths<Required<Omit<T, Host>>>;
type Same<A, B> = [Exclude<A, B>, Exclude<B, A>] extends [never, never] ? true : { missing: Exclude<A, B>; unknown: Exclude<B, A> };
${list.map(({ type, names }, n) => `export const same${n}: Same<Settings<${type}>, ${names.map((name) => JSON.stringify(name)).join(" | ")}> = true;`).join("\n")}
`;

async function compiles(text) {
  // Beside the tests' packages, so that the packed one is found.
  const folder = await mkdtemp(join(PACKAGE, "../.schema-"));
  try {
    const file = join(folder, "compared.ts");
    await writeFile(file, text);
    const flags = [
      "--ignoreConfig",
      "--strict",
      "--noEmit",
      "--types",
      "",
      "--target",
      "es2022",
      "--lib",
      "es2022,esnext.disposable,dom,dom.iterable",
      "--module",
      "nodenext",
    ];
    return await new Promise((done) => execFile(process.execPath, [TSC, ...flags, file], (_, stdout) => done(stdout)));
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("the schema", () => {
  test("has every option of every client, and no other", async () => {
    const list = compared();
    assert.equal(list.length, 5);
    assert.ok(
      list.every(({ names }) => names.length > 10),
      JSON.stringify(list),
    );
    assert.equal(await compiles(program(list)), "");
  });

  test("would be found out if it lacked one, or had one too many", async () => {
    const [first, ...others] = compared();
    const without = first.names.filter((name) => name !== "paths.readAddresses");
    assert.match(await compiles(program([{ ...first, names: without }, ...others])), /missing: "paths\.readAddresses"/);
    assert.match(
      await compiles(program([{ ...first, names: [...first.names, "retries"] }, ...others])),
      /unknown: "retries"/,
    );
  });

  test("takes no secret as a text, and describes every setting", () => {
    for (const { properties } of profiles) {
      const { clientSecret, password } = followed(properties.credentials).properties;
      assert.deepEqual(Object.keys(followed(clientSecret ?? password).properties), ["env"]);
      for (const options of variants(properties.options)) {
        for (const [name, setting] of Object.entries(followed(options).properties)) {
          if (!["route", "scim"].includes(name)) assert.ok(followed(setting).description, name);
        }
      }
    }
  });
});
