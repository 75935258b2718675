import { isUuid } from "#lib/kernel/ids.ts";

/** A row's place in a list by time, newest first. */
export type Place = { at: Date; id: string };

/** A place as addresses name it: its time in milliseconds, and the row's id. */
export function toCursor({ at, id }: Place): string {
  return `${at.getTime()}-${id}`;
}

/** Undefined for what was not written here. */
export function parseCursor(text: string): Place | undefined {
  const [, at, id = ""] = /^(\d{1,15})-(.+)$/.exec(text) ?? [];
  return isUuid(id) ? { at: new Date(Number(at)), id } : undefined;
}
