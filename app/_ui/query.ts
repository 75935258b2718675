import { isUuid } from "#lib/kernel/ids.ts";

export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One value of an address's query; empty, repeated and over-long ones count as not there. */
export function readQuery(query: Query, name: string): string | undefined {
  const value = query[name];
  if (typeof value !== "string") return undefined;
  const trimmed = value.trim();
  return trimmed === "" || trimmed.length > 200 ? undefined : trimmed;
}

/** The same for the id of a row. */
export function readId(query: Query, name: string): string | undefined {
  const value = readQuery(query, name);
  return value !== undefined && isUuid(value) ? value : undefined;
}

/** `path` with these parameters; what is undefined or empty is left out. */
export function toHref(path: string, params: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
