import "#server-only";
import { isDeepStrictEqual } from "node:util";

/** What takes a change back, for the same verb: the values before, and what is there now; null where nothing changed. */
export function reverseChange<Before extends object, After extends object>(
  before: Before,
  after: After,
): (Before & { seen: After }) | null {
  return isDeepStrictEqual(before, after) ? null : { ...before, seen: after };
}
