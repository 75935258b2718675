import { isUuid } from "./ids.ts";

/** A page's last row, after which the next begins. Its time only in a list by a time that changes while one reads. */
export type RowPlace = { id: string; at: Date | null };

/** A place as addresses and cursors name it: its time in milliseconds, where it has one, and the row's id. */
export function writePlace({ id, at }: RowPlace): string {
  return at === null ? id : `${at.getTime()}-${id}`;
}

/** Undefined for what was not written here. */
export function parsePlace(text: string): RowPlace | undefined {
  if (isUuid(text)) return { id: text, at: null };
  const [, at, id = ""] = /^(\d{1,15})-(.+)$/.exec(text) ?? [];
  return isUuid(id) ? { id, at: new Date(Number(at)) } : undefined;
}
