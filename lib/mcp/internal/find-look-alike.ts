import "#server-only";
import { HOP_META } from "./protocol.ts";

const LENGTH_MAX = 128;

const PARAMS = toSpellings([
  "name",
  "arguments",
  "_meta",
  "task",
  "uri",
  "ref",
  "argument",
  "cursor",
  "level",
  "requestState",
  "inputResponses",
]);
const META = toSpellings(["progressToken", ...HOP_META]);

/**
 * Whether one of a request's params is named like one that we decide by, or write ourselves, but for its case or the form
 * of its letters: instances that read names less exactly would take it for that one (RFC 8259 section 8.3 leaves how
 * names compare to the reader; Go's and .NET's readers ignore case).
 */
export function hasLookAlikeParam(names: Iterable<string>): boolean {
  return hasLookAlike(names, PARAMS);
}

/** The same of its `_meta`. */
export function hasLookAlikeMeta(names: Iterable<string>): boolean {
  return hasLookAlike(names, META);
}

function hasLookAlike(names: Iterable<string>, spellings: ReadonlyMap<string, string>): boolean {
  for (const name of names) {
    if (name.length > LENGTH_MAX) continue;
    const exact = spellings.get(fold(name));
    if (exact !== undefined && exact !== name) return true;
  }
  return false;
}

function toSpellings(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [fold(name), name]));
}

function fold(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}
