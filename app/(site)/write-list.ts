const WAYS = { all: "conjunction", any: "disjunction", plain: "unit" } as const;

const lists = Object.fromEntries(
  Object.entries(WAYS).map(([way, type]) => [way, new Intl.ListFormat("en", { type })]),
) as Record<keyof typeof WAYS, Intl.ListFormat>;

/** A list in the public site's words, which are English: "a, b, and c", with "or", or with commas alone. */
export function writeList(items: Iterable<string>, way: keyof typeof WAYS = "all"): string {
  return lists[way].format(items);
}
