import "#server-only";
import { stdout } from "node:process";

const GAP = "  ";
const INDENT = "    ";

/** Prints a table: whole lines into a pipe or file, fitted to the width of a terminal. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  for (const line of formatTable(head, rows, stdout.isTTY ? stdout.columns : Infinity)) console.log(line);
}

/**
 * The lines of a table, each column as wide as its widest cell. Columns that do not fit into `width` stand under their
 * row, each with its head and without the empty ones, so that a terminal never breaks a row where it happens to end.
 */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): string[] {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const fitting = countFitting(widths, width);
  const toLine = (row: readonly string[]) =>
    row
      .slice(0, fitting)
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(GAP)
      .trimEnd();
  const toRest = (row: readonly string[]) =>
    head
      .flatMap((name, column) => {
        const cell = row[column] ?? "";
        return column < fitting || cell === "" || cell === "-" ? [] : [`${name.toLowerCase()}: ${cell}`];
      })
      .flatMap((text) => wrap(text, width - INDENT.length))
      .map((line) => INDENT + line);
  return [toLine(head), ...rows.flatMap((row) => [toLine(row), ...toRest(row)])];
}

/** How many columns from the left stand side by side; the first always does. */
function countFitting(widths: readonly number[], width: number): number {
  let used = -GAP.length;
  const over = widths.findIndex((one) => (used += GAP.length + one) > width);
  return over === -1 ? widths.length : Math.max(1, over);
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
