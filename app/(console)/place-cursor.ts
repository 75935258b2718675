import { parsePlace, writePlace } from "#lib/kernel/row-place.ts";

/** A row's place in a list by time, newest first. */
export type Place = { at: Date; id: string };

/** A place as addresses name it: its time in milliseconds, and the row's id. */
export function toCursor(place: Place): string {
  return writePlace(place);
}

/** Undefined for what was not written here. */
export function parseCursor(text: string): Place | undefined {
  const { id, at } = parsePlace(text) ?? { id: "", at: null };
  return at === null ? undefined : { at, id };
}
