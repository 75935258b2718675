import "#server-only";
import { DEFINITIONS, findDefinition } from "./find-definition.ts";
import { toLook, toLooseLook } from "./internal/rules/name-rules.ts";

const KNOWN_LOOKS: ReadonlyMap<string, string> = new Map(
  [...DEFINITIONS.keys()].map((name) => [toLook(name), name]),
);

/**
 * Of the names of one list those that are made to look like a tool of our catalogue, each with that tool: by letters that
 * look the same, or, where the list has that tool too, by writing its words in another way. A name we know looks like
 * itself.
 */
export function findLookalikes(names: readonly string[]): Map<string, string> {
  const listed = new Map(
    names.filter((name) => DEFINITIONS.has(name)).map((name) => [toLooseLook(name), name]),
  );
  const found = new Map<string, string>();
  for (const name of names) {
    if (findDefinition(name) !== null) continue;
    const twin = KNOWN_LOOKS.get(toLook(name)) ?? listed.get(toLooseLook(name));
    if (twin !== undefined) found.set(name, twin);
  }
  return found;
}
