// Finds every example of the documentation: fenced blocks of the pages, and `@example`s of the TypeScript sources.
import { readdir, readFile } from "node:fs/promises";

const ROOT = new URL("../../../", import.meta.url);
const SOURCES = ["pkg/src", "pkg/entry"];
/** At the left there may be a list or a quotation. */
const FENCE = /^([\s>]*)(`{3,}|~{3,})\s*(\S*)/;
const DECLARATION =
  /^\s*(?:export |declare |abstract |async |readonly |static )*(?:function\*? |const |class |interface |type )?([\w$]+)\b/;

/**
 * @typedef {object} Block
 * @property {string} key       `page › heading`, or `file › declaration`; from the second on with its number
 * @property {string} page      the file, from the repository's root
 * @property {number} line      of the file, from 1
 * @property {string} language  as the fence says; `ts` for an `@example` on one line
 * @property {string} text
 */

const names = async (folder, ending) => {
  const files = await readdir(new URL(`${folder}/`, ROOT));
  return files.filter((file) => file.endsWith(ending)).sort().map((file) => `${folder}/${file}`);
};

/** @returns {Promise<Block[]>} */
export async function allBlocks() {
  const pages = ["README.md", "pkg/README.md", ...(await names("docs", ".md"))];
  const read = async (file) => ({ file, text: await readFile(new URL(file, ROOT), "utf8") });
  const sources = (await Promise.all(SOURCES.map((folder) => names(folder, ".ts")))).flat();
  const found = [
    ...(await Promise.all(pages.map(read))).flatMap(({ file, text }) => ofPage(file, text)),
    ...(await Promise.all(sources.map(read))).flatMap(({ file, text }) => ofSource(file, text)),
  ];
  const seen = new Map();
  return found.map((block) => {
    const number = (seen.get(block.key) ?? 0) + 1;
    seen.set(block.key, number);
    return number === 1 ? block : { ...block, key: `${block.key} (${number})` };
  });
}

/** The fenced blocks of a Markdown page. Throws where a fence is left open, or stands where it would be overlooked. */
export function ofPage(page, text) {
  const blocks = [];
  let heading = "";
  let open;
  text.split("\n").forEach((line, index) => {
    const fence = FENCE.exec(line);
    if (open && fence?.[2].startsWith(open.fence) && fence[3] === "") {
      const { line, language, lines } = open;
      blocks.push({ key: `${page} › ${heading}`, page, line, language, text: `${lines.join("\n")}\n` });
      open = undefined;
    } else if (open) {
      open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
    } else if (fence) {
      open = { indent: fence[1], fence: fence[2], language: fence[3], line: index + 1, lines: [] };
    } else if (/`{3}|~{3}/.test(line)) {
      throw new Error(`${page}:${index + 1}: begin a block on a line of its own`);
    } else {
      heading = /^#+ (.*)/.exec(line)?.[1] ?? heading;
    }
  });
  if (open) throw new Error(`${page}:${open.line}: the block does not end`);
  return blocks;
}

/** The examples in the doc comments of a TypeScript file. */
export function ofSource(page, text) {
  const blocks = [];
  for (const comment of text.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    const start = text.slice(0, comment.index).split("\n").length;
    const inside = comment[0].replace(/^\/\*\*/, "").replace(/\s*\*\/$/, "");
    const lines = inside.split("\n").map((line) => line.replace(/^\s*\* ?/, ""));
    const after = text.slice(comment.index + comment[0].length);
    const name = DECLARATION.exec(after)?.[1];
    const key = `${page} › ${comment.index === 0 ? "module" : name}`;
    for (const { line, language, text } of ofPage(page, lines.join("\n"))) {
      blocks.push({ key, page, line: start + line - 1, language, text });
    }
    lines.forEach((line, index) => {
      const example = /^@example\s+`([^`]+)`$/.exec(line);
      const isOther = !example && line.startsWith("@example");
      if (isOther && !(line.trim() === "@example" && FENCE.test(lines[index + 1] ?? ""))) {
        throw new Error(`${page}:${start + index}: write an example as \`code\`, or as a block on the next line`);
      }
      if (example) blocks.push({ key, page, line: start + index, language: "ts", text: `${example[1]};\n` });
    });
  }
  return blocks;
}
