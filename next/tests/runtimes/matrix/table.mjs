// The table of the runtimes, from what the tests have just reported: prints it, and compares the README's with it.
// `--write` puts it into the README instead.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { ROWS } from "./kit/report.mjs";

const README = new URL("../../../README.md", import.meta.url);
const JSON_FILE = new URL("../../../target/runtimes.json", import.meta.url);
const [BEGIN, END] = ["<!-- runtimes -->", "<!-- /runtimes -->"];

/** The order of the rows: by how the runtimes are called, and by how the package got in. */
const RUNTIMES = ["Node", "Deno", "Bun", "workerd", "Chromium"];
const WAYS = ["`import`", "`require`", "`provisor/slim`", "`<script", "Vite", "webpack"];

/** A column's title, and what it says of a row. */
const COLUMNS = [
  ["runtime", ({ runtime }) => runtime],
  ["imported by", ({ imported }) => imported],
  ["routes", ({ checks: { people, refused = 0 } }) => `${people} of ${people + refused}`],
  ["wrong secret", ({ checks }) => checks.secret],
  ["abort", yes("abort")],
  ["time-out", yes("time-out")],
  ["lost answer", yes("lost answer")],
  ["errors", yes("errors")],
  ["OData", yes("odata")],
  ["panic", yes("panic")],
  ["`.wasm`", ({ modules }) => modules],
  ["also", ({ also }) => also.join("; ")],
];

function yes(group) {
  return ({ checks }) => (checks[group] ? "✓" : "–");
}

const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });
const rows = await rowsOf(ROWS);
await writeFile(JSON_FILE, `${JSON.stringify(rows, null, 2)}\n`);
for (const { runtime, version, imported } of rows) console.log(`${runtime} (${version}) by ${imported}`);
const table = markdown(rows);
console.log(`\n${table}`);

const readme = await readFile(README, "utf8");
const [from, to] = [readme.indexOf(BEGIN) + BEGIN.length, readme.indexOf(END)];
if (from < BEGIN.length || to < from) stop(`README.md has no ${BEGIN} … ${END}: put them where the table belongs`);
if (values.write) await writeFile(README, `${readme.slice(0, from)}\n${table}${readme.slice(to)}`);
else compare(readme.slice(from, to).trim().split("\n"), table.trim().split("\n"));

async function rowsOf(folder) {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) stop(`${folder} holds no results: run \`cargo xtask test --only runtimes\``);
  const rows = await Promise.all(names.map(async (name) => JSON.parse(await readFile(`${folder}${name}`, "utf8"))));
  const place = (list, text) => list.findIndex((start) => text.startsWith(start));
  const key = ({ runtime, imported }) => `${place(RUNTIMES, runtime)} ${runtime} ${place(WAYS, imported)} ${imported}`;
  return rows.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function markdown(rows) {
  const cellsOf = (row) => COLUMNS.map(([, tell]) => tell(row));
  const lines = [COLUMNS.map(([title]) => title), COLUMNS.map(() => "---"), ...rows.map(cellsOf)];
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`.replaceAll(/ +\|/g, " |")).join("");
}

/** Both must be the same, but for this machine's own Node: the README has 20, and another one may run this. */
function compare(written, ran) {
  const [major] = process.versions.node.split(".");
  const lacks = (lines, others) => lines.filter((line) => !others.includes(line));
  const but = (lines, version) => lines.filter((line) => major === "20" || !line.startsWith(`| Node ${version} |`));
  if (major !== "20") console.log(`Node 20 was not tried: this machine's own is ${major}.\n`);
  const hasOwn = written.some((line) => line.startsWith(`| Node ${major} |`));
  const missing = lacks(hasOwn ? ran : but(ran, major), written);
  const wrong = lacks(but(written, "20"), ran);
  if (missing.length + wrong.length === 0) return;
  const shown = [...missing.map((line) => `missing: ${line}`), ...wrong.map((line) => `not so: ${line}`)].join("\n");
  const advice = "what to do: mend what failed; if this is right, run `node tests/runtimes/matrix/table.mjs --write`";
  stop(`README.md's table of the runtimes is not what ran:\n${shown}\n${advice}`);
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
