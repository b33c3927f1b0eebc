/** Writes CSV: what needs quotes gets them. Reading it is the package's affair. */

/** Rows of cells as text. */
export function csv(rows: string[][]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\n`).join("");
}

function cell(text: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
