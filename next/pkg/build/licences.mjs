// The licences of bundled libraries, as they ask to be passed on.
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";

/**
 * The licence texts of the packages that these files belong to.
 * @param {string[]} files  bundled source files, whole paths
 */
export async function licences(files) {
  const homes = new Set(files.map(homeOf).filter((home) => home !== undefined));
  const texts = await Promise.all([...homes].sort().map(textOf));
  return `The command line (cli.js) contains these libraries.\n\n${texts.join("\n")}`;
}

/** The folder of the package that a file belongs to. */
function homeOf(file) {
  const parts = file.split(sep);
  const at = parts.lastIndexOf("node_modules");
  if (at < 0) return undefined;
  return parts.slice(0, at + (parts[at + 1].startsWith("@") ? 3 : 2)).join(sep);
}

async function textOf(home) {
  const { name, version, license } = JSON.parse(await readFile(join(home, "package.json"), "utf8"));
  const file = (await readdir(home)).find((each) => /^(licen[cs]e|copying)([.-]|$)/i.test(each));
  if (!file) throw new Error(`${name} has no licence file in ${dirname(join(home, "x"))}; it cannot be bundled`);
  const text = await readFile(join(home, file), "utf8");
  return `${"-".repeat(78)}\n${name} ${version} (${license})\n${"-".repeat(78)}\n\n${text.trim()}\n`;
}
