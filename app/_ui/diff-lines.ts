export type DiffLine = { sign: "added" | "removed" | "same"; text: string };

/** Longer texts are shown as all removed, then all added: comparing them would cost their product. */
const LINES_MAX = 1000;

/** The fewest lines to remove and add that make `after` out of `before`, in reading order. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [from, to] = [before.split("\n"), after.split("\n")];
  if (from.length > LINES_MAX || to.length > LINES_MAX) return replaceAll(from, to);
  const common = countCommon(from, to);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    const [left, right] = [from[i], to[j]];
    if (left !== undefined && left === right) {
      lines.push({ sign: "same", text: left });
      i += 1;
      j += 1;
    } else if (left !== undefined && (right === undefined || at(common, i + 1, j) >= at(common, i, j + 1))) {
      lines.push({ sign: "removed", text: left });
      i += 1;
    } else {
      lines.push({ sign: "added", text: right ?? "" });
      j += 1;
    }
  }
  return lines;
}

/** `table[i][j]`: how many lines the rests from i and from j have in common, in order. */
function countCommon(from: readonly string[], to: readonly string[]): Uint16Array[] {
  const table = Array.from({ length: from.length + 1 }, () => new Uint16Array(to.length + 1));
  for (let i = from.length - 1; i >= 0; i -= 1) {
    for (let j = to.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (!row) continue;
      row[j] =
        from[i] === to[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

function at(table: readonly Uint16Array[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}

function replaceAll(from: readonly string[], to: readonly string[]): DiffLine[] {
  return [
    ...from.map((text) => ({ sign: "removed", text }) as const),
    ...to.map((text) => ({ sign: "added", text }) as const),
  ];
}
