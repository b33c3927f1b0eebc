// The types are written by hand: this holds them to the fields that the Rust sources read and write.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const rust = readdirSync(new URL("src/", root), { recursive: true })
  .filter((name) => name.endsWith(".rs"))
  .map((name) => [`src/${name}`, read(`src/${name}`)]);
const typescript = readdirSync(new URL("pkg/src/", root))
  .filter((name) => name.endsWith(".ts"))
  .map((name) => read(`pkg/src/${name}`))
  .join("\n");

/** The text between the braces that open at or after a place. */
function braces(text, from) {
  const open = text.indexOf("{", from);
  for (let at = open, depth = 0; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}" && --depth === 0) return text.slice(open + 1, at);
  }
  throw new Error("no end");
}
const bare = (text) => text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, "");
const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** The names of an interface or type of the package, of all parts of a union, those of inner objects left out. */
function fields(name) {
  const declared = new RegExp(`export (?:interface|type) ${name}\\b(?:<[^=]*?>)?[^{;=]*(=[^]*?(?=\\n(?:export |const |/\\*\\*|function ))|)`, "m");
  const found = typescript.match(declared);
  assert.ok(found, `there is no type ${name}`);
  const text = bare(found[1] ? found[1] : `{${braces(typescript, found.index)}}`);
  const names = new Set();
  for (let at = 0, depth = 0; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    else if (text[at] === "}") depth -= 1;
    else if (depth === 1) {
      const member = /^\s*(?:readonly )?(\w+)\??\(?.*?:/.exec(text.slice(at));
      const before = text.slice(0, at).trimEnd().at(-1);
      if (member && "{;".includes(before)) {
        names.add(member[1]);
        at += member[0].length - 1;
      }
    }
  }
  return names;
}

/** The names that a struct of `input!` reads. */
function given(path, struct) {
  const text = rust.find(([name]) => name === path)?.[1];
  const at = text?.search(new RegExp(`struct ${struct}\\b`)) ?? -1;
  assert.ok(at >= 0, `${path} has no ${struct}`);
  return new Set([...bare(braces(text, at)).matchAll(/\w+ "(\w+)":/g)].map((found) => found[1]));
}
/** The names that a struct is written with. */
function told(path, struct) {
  const text = rust.find(([name]) => name === path)?.[1];
  const at = text?.search(new RegExp(`struct ${struct}\\b`)) ?? -1;
  assert.ok(at >= 0, `${path} has no ${struct}`);
  const kept = bare(braces(text, at)).replace(/#\[serde\(skip\)\]\s*pub(?:\(crate\))? \w+:/g, "");
  return new Set([...kept.matchAll(/pub (\w+):/g)].map((found) => camel(found[1])));
}
const sorted = (names) => [...names].sort();
const union = (...sets) => new Set(sets.flatMap((names) => [...names]));

const GIVEN = [
  ["src/platforms/workforce_optimization/user.rs", "User", ["WorkforceOptimizationUser", "WorkforceOptimizationKey"]],
  ["src/platforms/workforce_optimization/user.rs", "Scope", ["WorkforceOptimizationScope"]],
  ["src/platforms/workforce_optimization/mod.rs", "Options", ["WorkforceOptimizationOptions"]],
  ["src/platforms/myworkpal/user.rs", "User", ["MyWorkpalUser", "MyWorkpalKey", "MyWorkpalTenant"]],
  ["src/platforms/myworkpal/user.rs", "Details", ["MyWorkpalDetails"]],
  ["src/platforms/myworkpal/mod.rs", "Options", ["MyWorkpalOptions"]],
  ["src/platforms/workiva/user.rs", "User", ["WorkivaUser", "WorkivaKey"]],
  ["src/platforms/workiva/user.rs", "Workspace", ["WorkivaWorkspace"]],
  ["src/platforms/workiva/options.rs", "PlatformOptions", ["WorkivaPlatformOptions"]],
  ["src/platforms/workiva/group_names.rs", "GroupNames", ["WorkivaGroupNames"]],
  ["src/platforms/oauth.rs", "Credentials", ["ClientCredentials"]],
  ["src/platforms/workspan/mod.rs", "User", ["WorkSpanUser", "WorkSpanKey"]],
  ["src/platforms/workspan/entry.rs", "Options", ["WorkSpanOptions"]],
  ["src/platforms/scim/user.rs", "User", ["ScimUser", "ScimKey"]],
  ["src/platforms/scim/mod.rs", "Options", ["ScimOptions", "BearerOrBasic"]],
];
for (const [path, struct, names] of GIVEN) {
  test(`${names.join(" and ")} have the fields that ${path} reads`, () => {
    assert.deepEqual(sorted(union(...names.map(fields))), sorted(given(path, struct)));
  });
}

test("MyWorkpalPaths are those that have an article", () => {
  const table = /const ARTICLES[^]*?\];/.exec(rust.find(([name]) => name === "src/platforms/myworkpal/endpoints.rs")[1])[0];
  assert.deepEqual(sorted(fields("MyWorkpalPaths")), sorted([...table.matchAll(/\("(\w+)"/g)].map((found) => found[1])));
});

const TOLD = [
  ["src/reconcile/outcome.rs", "Outcome", ["OutcomeFacts", "Outcome"]],
  ["src/reconcile/plan.rs", "Plan", ["PlanFacts", "Plan"]],
  ["src/reconcile/plan.rs", "Step", ["PlannedRequest"]],
  ["src/reconcile/reconciler.rs", "Connection", ["Connection"]],
  ["src/reconcile/stream.rs", "Progress", ["Progress"]],
];
for (const [path, struct, names] of TOLD) {
  test(`${names.join(" and ")} have the fields that ${path} tells`, () => {
    assert.deepEqual(sorted(union(...names.map(fields))), sorted(told(path, struct)));
  });
}

test("Evidence and ErrorInfo have the fields that are told", () => {
  assert.deepEqual(sorted(fields("Evidence")), sorted(told("src/http/client.rs", "Evidence")));
  // The client adds its platform.
  assert.deepEqual(sorted(fields("ErrorInfo")), sorted(union(told("src/error.rs", "Error"), ["platform"])));
});

test("the options of clients and calls are those that are read", () => {
  const host = ["fetch", "signal", "onEvent", "logger", "lock", "allowBrowser"];
  const common = union(given("src/http/settings.rs", "Settings"), given("src/reconcile/rules.rs", "Rules"), host);
  assert.deepEqual(sorted(fields("CommonOptions")), sorted(common));
  const calls = ["CallOptions", "BulkOptions", "WriteOptions", "RemovalLimits", "PlanAllOptions"];
  const run = given("src/reconcile/run.rs", "RunOptions");
  run.delete("isSingle");
  assert.deepEqual(sorted(union(...calls.map(fields))), sorted(union(run, ["signal", "onProgress", "journal"])));
});

/** The words of a union of texts, or of the tags of a union of objects. */
function words(name, tag) {
  const at = typescript.search(new RegExp(`export type ${name}\\b`));
  const text = bare(typescript.slice(at, typescript.indexOf("\n/**", at)));
  const part = tag ? [...text.matchAll(new RegExp(`\\b${tag}: ([^;]*);`, "g"))].map((found) => found[1]).join() : text;
  return sorted(new Set([...part.matchAll(/"(\w+)"/g)].map((found) => found[1])));
}
/** The variants of an enum as they are written. */
function variants(path, name, written) {
  const text = rust.find(([file]) => file === path)[1];
  const body = bare(braces(text, text.search(new RegExp(`enum ${name}\\b`)))).replace(/#\[.*?\]/g, "");
  const outer = body.replace(/\{[^{}]*\}/g, "");
  return sorted([...outer.matchAll(/(\w+)/g)].map((found) => written(found[1])));
}
const lower = (name) => name[0].toLowerCase() + name.slice(1);
const snake = (name) => lower(name).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

test("unions have the words that are told", () => {
  assert.deepEqual(words("Code"), variants("src/error.rs", "Code", snake));
  assert.deepEqual(words("Outcome", "status"), variants("src/reconcile/outcome.rs", "Status", lower));
  assert.deepEqual(words("PendingChange", "state"), variants("src/reconcile/outcome.rs", "State", lower));
  assert.deepEqual(words("Plan", "action"), variants("src/reconcile/plan.rs", "Action", lower));
  assert.deepEqual(words("Change", "kind"), variants("src/reconcile/change.rs", "Change", lower));
  assert.deepEqual(words("Event", "type"), variants("src/http/event.rs", "Event", lower));
});

/** Calls by name with their arguments: as the sources answer to them, and as the types say. */
function answered(path) {
  const text = rust.find(([name]) => name === path)?.[1] ?? "";
  const table = braces(text, text.indexOf("by_name! {"));
  return [...table.matchAll(/^ *"(\w+)" \(([^)]*)\)/gm)].map(([, name, given]) =>
    [name, ...[...given.matchAll(/"(\w+)":/g)].map((found) => found[1]).sort()].join(" "),
  );
}
function typed(name) {
  const text = bare(braces(typescript, typescript.search(new RegExp(`export interface ${name}\\b`))));
  return [...text.matchAll(/(\w+): Endpoint<\s*(\w+|\{[^}]*\})/g)].map(([, call, given]) => {
    const names = [...given.matchAll(/(\w+)\??:/g)].map((found) => found[1]);
    return [call, ...(/^MyWorkpal(Owner|Written)$/.test(given) ? named(given) : names).sort()].join(" ");
  });
}
/** The fields of an interface that several calls share. */
function named(name) {
  const at = typescript.search(new RegExp(`^export interface ${name}\\b`, "m"));
  const own = [...bare(braces(typescript, at)).matchAll(/(\w+)\??:/g)].map((found) => found[1]);
  const base = /extends (\w+)/.exec(typescript.slice(at, typescript.indexOf("{", at)))?.[1];
  return base ? [...named(base), ...own] : own;
}
/** The names that the facade hands to its client. */
function listed(name) {
  const found = new RegExp(`ReadonlyArray<keyof ${name}> = \\[([^\\]]*)\\]`).exec(typescript);
  return [...found[1].matchAll(/"(\w+)"/g)].map((one) => one[1]);
}
const CALLS = [
  ["src/platforms/workspan/mod.rs", "WorkSpanCalls"],
  ["src/platforms/scim/mod.rs", "ScimCalls"],
  ["src/platforms/myworkpal/mod.rs", "MyWorkpalCalls"],
  ["src/platforms/workforce_optimization/mod.rs", "WorkforceOptimizationCalls"],
  ["src/platforms/workiva/platform.rs", "WorkivaCalls"],
];
for (const [path, name] of CALLS) {
  test(`${name} are the calls of ${path}`, () => {
    const known = answered(path);
    assert.ok(known.length > 0);
    assert.deepEqual(sorted(typed(name)), sorted(known));
    assert.deepEqual(sorted(listed(name)), sorted(known.map((call) => call.split(" ")[0])));
  });
}
