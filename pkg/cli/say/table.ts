/** Tables: fitted to a terminal; on one line a row where another program reads them. */

import Table from "cli-table3";
import stringWidth from "string-width";
import { plain } from "./style.js";

const BARE = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};
/** What a column may shrink to. */
const LEAST = 12;

/** A table as text. `paint` colours a cell after its text is known to be harmless. */
export function table(
  head: string[],
  rows: string[][],
  { width, paint = (text) => text }: { width: number | undefined; paint?: (text: string, column: number) => string },
): string {
  const clean = rows.map((row) => row.map(plain));
  const widths = width === undefined ? undefined : fit(head, clean, width);
  const made = new Table({
    head,
    chars: BARE,
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 0 },
    ...(widths === undefined ? {} : { colWidths: widths, wordWrap: true, wrapOnWordBoundary: true }),
  });
  made.push(...clean.map((row) => row.map(paint)));
  return made
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Gives every column what it needs if there is room; otherwise the widest give way. */
function fit(head: string[], rows: string[][], width: number): number[] {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => stringWidth(row[column] ?? ""))),
  );
  const room = Math.max(width - 2 * (head.length - 1), head.length * LEAST);
  let over = widths.reduce((sum, each) => sum + each, 0) - room;
  while (over > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? LEAST) - 1;
    over -= 1;
  }
  return widths;
}
