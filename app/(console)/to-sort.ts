import type { Column } from "../_ui/data-table.tsx";
import { toHref } from "../_ui/query.ts";

/** A list's address without the place in it, and what it is in the order of: a column's key, behind a minus turned round. */
export type SortAddress = {
  path: string;
  params: Readonly<Record<string, string | undefined>>;
  sort: string;
  /** What it is in the order of when its address says nothing. */
  initial: string;
};

/** What the heading of a column leads to: its order, or what it is in turned round. Times and numbers begin with the most. */
export function toSort(
  { path, params, sort, initial }: SortAddress,
  column: string,
  begins: "up" | "down",
): NonNullable<Column<never>["sort"]> {
  const [up, down] = [column, `-${column}`];
  const [first, second] = begins === "up" ? [up, down] : [down, up];
  const direction = sort === up ? "ascending" : sort === down ? "descending" : undefined;
  const next = sort === first ? second : first;
  return {
    href: toHref(path, { ...params, sort: next === initial ? undefined : next }),
    direction,
    isChosen: direction !== undefined && sort !== initial,
  };
}
