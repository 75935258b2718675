import "#server-only";

/** What a spreadsheet reads as a formula or a command when a cell begins with it; the wide forms are read alike. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

export type Cell = string | number | boolean | null;

/** One line of CSV (RFC 4180). A text that a spreadsheet would run gets an apostrophe in front. */
export function writeCsvLine(cells: readonly Cell[]): string {
  return `${cells.map(toCell).join(",")}\r\n`;
}

function toCell(value: Cell): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
