// `cargo xtask bench`: Provisor beside scripts written by hand, on the same work, in the same run.
import { parseArgs } from "node:util";
import { median } from "./bench.mjs";
import { ROWS } from "./rows.mjs";

const { values: flags } = parseArgs({
  options: {
    only: { type: "string" },
    runs: { type: "string", default: "3" },
    long: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const names = flags.only?.split(",") ?? Object.keys(ROWS);
const unknown = names.find((name) => !Object.hasOwn(ROWS, name));
const runs = Number(flags.runs);
if (unknown !== undefined || !(Number.isInteger(runs) && runs > 0)) {
  const known = Object.entries(ROWS).map(([name, { about }]) => `  ${name.padEnd(8)} ${about}\n`);
  const problem =
    unknown === undefined ? "--runs: must be a whole number from 1" : `--only: there is no row ${unknown}`;
  process.stderr.write(`${problem}\nThe rows:\n${known.join("")}`);
  process.exit(2);
}

const lines = [];
for (const name of names) {
  process.stderr.write(`==> ${name}: ${ROWS[name].about}\n`);
  for await (const line of ROWS[name].run({ runs, long: flags.long })) {
    const result = { row: name, ...line, ...judged(line) };
    lines.push(result);
    process.stderr.write(`    ${cells(result).join("  ")}\n`);
  }
}
process.stdout.write(flags.json ? `${JSON.stringify(lines, null, 2)}\n` : `\n${table(lines)}\n`);

/** The ratio of the medians, and whether the aim is met; undefined where there is none. */
function judged({ provisor, script, aim }) {
  const ours = median(provisor);
  const ratio = script && median(script) > 0 ? ours / median(script) : undefined;
  if (!aim) return { ratio };
  return { ratio, met: aim.ratio === undefined ? ours <= aim.most : ratio <= aim.ratio };
}

function cells({ what, unit, provisor, script, ratio, aim, met }) {
  const peer = script ? shown(script, unit) : "–";
  const most = aim && (aim.ratio === undefined ? `≤ ${short(aim.most)} ${unit}`.trim() : `≤ ${aim.ratio} times`);
  const kept = { true: "yes", false: "no", undefined: "–" }[met];
  return [what, shown(provisor, unit), peer, ratio?.toFixed(2) ?? "–", most ?? "–", kept];
}

/** The median, and where there are several the least and the most. */
function shown(numbers, unit) {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const spread = numbers.length > 1 ? ` (${short(least)}–${short(most)})` : "";
  return `${short(median(numbers))}${spread} ${unit}`.trim();
}

/** Three digits that count. */
function short(number) {
  if (Math.abs(number) >= 100) return number.toFixed(0);
  if (Math.abs(number) >= 10) return number.toFixed(1);
  return String(Number(number.toFixed(Math.abs(number) >= 1 ? 2 : 3)));
}

function table(lines) {
  const head = ["what", "Provisor", "script", "ratio", "aim", "met"];
  return [head, head.map(() => "---"), ...lines.map(cells)].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
