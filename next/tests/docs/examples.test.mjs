// Every example of the documentation runs, and does what it says. A new one fails here until it is named in examples/.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ELSEWHERE, PAGES } from "./examples/pages.mjs";
import { SOURCES } from "./examples/sources.mjs";
import { allBlocks, ofPage, ofSource } from "./kit/blocks.mjs";
import { runInNode, serve } from "./kit/run.mjs";
import { runAsWorker } from "./kit/worker.mjs";

/**
 * @typedef {object} Example
 * @property {string} [before]  put before the example
 * @property {string} [after]   and behind it
 * @property {(code: string) => string} [shape]  what makes a script of a part of one
 * @property {Array<string | RegExp>} [prints]   its output; left out, what its comments say
 * @property {boolean} [says]   its calls are followed by their values, as comments
 * @property {Record<string, string> | (() => Promise<Record<string, string>>)} [files]  what lies in its folder
 * @property {(sandbox: any) => void} [prepare]
 * @property {(result: { lines: string[], errors: string, folder: string, sandbox: any }) => unknown} [check]
 * @property {Record<string, [type: string, file: string]>} [serves]  addresses of the example's own site
 * @property {(worker: { fetch: Function, sandbox: any }) => Promise<void>} [worker]  it is a Worker: what to ask it
 * @property {string[]} [conditions]  of the bundler that makes a Worker of it
 * @property {boolean} [page]   it is a web page, which the runtime matrix opens; here its names are checked
 */

const EXAMPLES = { ...PAGES, ...SOURCES };
/** Run, all of them, by the tests of the command line (tests/cli) and of the Worker (tests/www). */
const BY_OTHERS = { "docs/command-line.md": "console", "docs/worker.md": "http" };
const blocks = await allBlocks();

describe("examples", { concurrency: 2 }, () => {
  for (const block of blocks) {
    const { key, page, line, language } = block;
    const title = `${page}:${line} ${key.slice(page.length + 3)}`;
    if (ELSEWHERE[key]) {
      test(`${title} (elsewhere: ${ELSEWHERE[key].reason})`, () => ELSEWHERE[key].check(block));
    } else if (EXAMPLES[key]) {
      test(title, (t) => perform(t, block, EXAMPLES[key]));
    } else if (language === "json") {
      test(title, () => void JSON.parse(block.text));
    } else if (BY_OTHERS[page] !== language) {
      test(title, () =>
        assert.fail(`nothing runs this block (${language || "no language"}): name "${key}" in tests/docs/examples`),
      );
    }
  }
});

async function perform(t, block, example) {
  const { check, files, serves } = example;
  if (example.page) return checkPage(block.text);
  if (example.worker) return performWorker(t, block, example);
  const expected = example.prints ?? (example.says ? [] : printed(block.text));
  assert.ok(example.says || expected.length > 0, "it shows something that can be checked");
  let { shape } = example;
  if (example.says) {
    const kept = (code) => code.replace(/^(odata|scim)\.\w+\(/gm, "values[values.length] = $&");
    shape = (code) => `const values = [];\n${kept(code)}`;
  }
  if (serves) shape = await serving(t, serves);
  const after = example.says ? "console.log(JSON.stringify(values));" : example.after;
  const result = await runInNode(t, block, { ...example, shape, after, files: typeof files === "function" ? await files() : files });
  if (example.says) checkValues(JSON.parse(result.lines.at(-1)), saidValues(block.text));
  else checkLines(result.lines, expected);
  await check?.(result);
}

async function performWorker(t, block, example) {
  const worker = await runAsWorker(t, block, example);
  assert.equal(worker.modules, 1, "the bundle holds one .wasm");
  await example.worker(worker);
}

/** What the comments behind `console.log(…)` say; numbers are examples. */
const printed = (text) =>
  [...text.matchAll(/^ *console\.log\(.*\); *\/\/ (.*)$/gm)].map(([, said]) => {
    const exactly = said.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${exactly.replace(/\d+/g, "\\d+")}$`);
  });

function checkLines(lines, expected) {
  const fits = (line, wanted) => (typeof wanted === "string" ? line === wanted : wanted.test(line));
  const asSaid = lines.length === expected.length && lines.every((line, n) => fits(line, expected[n]));
  assert.ok(asSaid, `it printed\n${lines.join("\n")}\nand not\n${expected.join("\n")}`);
}

/** Runs of whole-line comments, one behind each call. */
const saidValues = (text) => [...text.matchAll(/(?:^\/\/ .*\n)+/gm)].map(([lines]) => lines.replace(/^\/\/ /gm, "").trim());

function checkValues(values, said) {
  assert.ok(said.length > 0);
  assert.equal(values.length, said.length, "every call is followed by its value");
  values.forEach((value, n) => {
    if (typeof value === "string") assert.equal(value, said[n]);
    else assert.deepEqual(value, new Function(`return (${said[n]});`)());
  });
}

async function serving(t, serves) {
  const site = {};
  for (const [address, [type, file]] of Object.entries(serves)) {
    site[address] = [type, await readFile(fileURLToPath(import.meta.resolve(`provisor/${file}`)))];
  }
  const url = await serve(t, site);
  return (code) => Object.keys(serves).reduce((text, address) => text.replace(`"${address}"`, `"${url}${address}"`), code);
}

/** The import map names a file that the package ships, under the folder as the page says that it is served. */
function checkPage(text) {
  const [, map] = /<script type="importmap">(.*?)<\/script>/s.exec(text);
  const { imports } = JSON.parse(map);
  const dist = new URL("../node_modules/provisor/dist/", import.meta.url);
  assert.ok(existsSync(new URL(imports.provisor.replace(/^\/provisor\/dist\//, ""), dist)), imports.provisor);
  assert.match(text, /<script type="module" src="\/page\.js">/);
}

test("every example that is named here is there", () => {
  const keys = blocks.map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
  assert.deepEqual([...Object.keys(EXAMPLES), ...Object.keys(ELSEWHERE)].filter((key) => !keys.includes(key)), []);
});

test("blocks are found wherever they stand, and an open one is refused", () => {
  const page = "# A\n```js\na();\n```\n- item\n\n  ~~~~ts title\n  b();\n  ~~~\n  ~~~~\n";
  assert.deepEqual(
    ofPage("p.md", page).map(({ line, language, text }) => [line, language, text]),
    [
      [2, "js", "a();\n"],
      [7, "ts", "b();\n~~~\n"],
    ],
  );
  for (const page of ["```js\na();\n", "- ```js\n  a();\n  ```\n"]) assert.throws(() => ofPage("p.md", page), /p\.md:1/);
  assert.equal(ofPage("p.md", "> ```js\n> a();\n> ```\n")[0].text, "a();\n");
  assert.throws(() => ofSource("s.ts", "/**\n * @example b(1)\n */\n"), /s\.ts:2/);
  const source = "/** One. */\nconst a = 1;\n/**\n * @example `b(1)`\n * @example\n * ```ts\n * b(2);\n * ```\n */\nexport function b() {}\n";
  assert.deepEqual(
    ofSource("s.ts", source).map(({ key, line, text }) => [key, line, text]),
    [
      ["s.ts › b", 6, "b(2);\n"],
      ["s.ts › b", 4, "b(1);\n"],
    ],
  );
});

test("an example that says something wrong fails", () => {
  const [pattern] = printed("console.log(a, b); // created 4711\n");
  checkLines(["created 12"], [pattern]);
  for (const lines of [["unchanged 12"], [], ["created 12", "more"]]) assert.throws(() => checkLines(lines, [pattern]));
  const said = saidValues("f(1);\n// a%20b\ng(2);\n// { a: 1,\n//   b: [2] }\n");
  checkValues(["a%20b", { a: 1, b: [2] }], said);
  for (const values of [["a+b", { a: 1, b: [2] }], ["a%20b", { a: 1 }], ["a%20b"]]) {
    assert.throws(() => checkValues(values, said));
  }
});
