/** Tables: fitted to a terminal; on one line a row where another program reads them. */

import Table from "cli-table3";
import stringWidth from "string-width";
import { plain } from "./style.js";

/** No lines: only the space between columns. */
const PLACES = ["top", "bottom", "mid", "left", "right"].flatMap((place) => [place, `${place}-mid`]);
const CORNERS = ["top-left", "top-right", "bottom-left", "bottom-right", "mid-mid"];
const BARE = { ...Object.fromEntries([...PLACES, ...CORNERS].map((place) => [place, ""])), middle: "  " };
/** What a column may shrink to. */
const LEAST = 12;

/** A table as text. `paint` colours a cell after its text is known to be harmless. */
export function table(
  head: string[],
  rows: string[][],
  width: number | undefined,
  paint: (text: string, column: number) => string = (text) => text,
): string {
  const clean = rows.map((row) => row.map(plain));
  const made = new Table({
    head,
    chars: BARE,
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 0 },
    ...(width !== undefined && { colWidths: fit(head, clean, width), wordWrap: true, wrapOnWordBoundary: true }),
  });
  made.push(...clean.map((row) => row.map(paint)));
  return made.toString().replace(/ +$/gm, "");
}

/** Gives every column what it needs if there is room; otherwise the widest give way. */
function fit(head: string[], rows: string[][], width: number): number[] {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => stringWidth(row[column] ?? ""))),
  );
  const room = Math.max(width - 2 * (head.length - 1), head.length * LEAST);
  for (let over = widths.reduce((sum, each) => sum + each, 0) - room; over > 0; over -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? LEAST) - 1;
  }
  return widths;
}
