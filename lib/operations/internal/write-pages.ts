import "#server-only";

type Page<Row, Place> = (after: Place | null) => Promise<{ rows: readonly Row[]; next: Place | null }>;

/** A list as JSON, read page by page and never held as a whole. Says how many rows it wrote; more than that it leaves out. */
export async function* writePages<Row, Place>(
  readPage: Page<Row, Place>,
  rowsMax: number,
): AsyncGenerator<string, { rows: number; isWhole: boolean }> {
  let [rows, after] = [0, null as Place | null];
  yield "[";
  do {
    const page = await readPage(after);
    for (const row of page.rows) {
      if (rows === rowsMax) {
        yield "]";
        return { rows, isWhole: false };
      }
      yield `${rows === 0 ? "" : ","}\n${toJson(row)}`;
      rows += 1;
    }
    after = page.next;
  } while (after !== null);
  yield "]";
  return { rows, isWhole: true };
}

/** One value as JSON; a whole number too large for a number becomes text. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === "bigint" ? String(member) : member,
  );
}
