import { toHref } from "../_ui/query.ts";

/** A list's address without the place in it, and what it is in the order of: a column's key, behind a minus turned round. */
export type SortAddress = {
  path: string;
  params: Readonly<Record<string, string | undefined>>;
  sort: string;
};

export type SortLink = { href: string; direction: "ascending" | "descending" | undefined };

/** What the heading of a column leads to: its order, or what it is in turned round. Times and numbers begin with the most. */
export function toSort({ path, params, sort }: SortAddress, column: string, begins: "up" | "down"): SortLink {
  const [up, down] = [column, `-${column}`];
  const [first, second] = begins === "up" ? [up, down] : [down, up];
  const direction = sort === up ? "ascending" : sort === down ? "descending" : undefined;
  return { href: toHref(path, { ...params, sort: sort === first ? second : first }), direction };
}
