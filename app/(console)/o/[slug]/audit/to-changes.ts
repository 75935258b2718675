import type { Change } from "../../../../_ui/diff.tsx";

/** For taking it back: which row that is, and which definitions it was about. */
const NOT_SHOWN: readonly string[] = ["definitions", "takesBack"];

/** What a row says was before and after, a change a member; what stayed the same is left out. */
export function toChanges({ before, after }: { before: unknown; after: unknown }): Change[] {
  const [old, now] = [toMembers(before), toMembers(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .toSorted()
    .filter((name) => !NOT_SHOWN.includes(name) && old.get(name) !== now.get(name))
    .map((label) => ({ label, before: old.get(label), after: now.get(label) }));
}

function toMembers(value: unknown): Map<string, string> {
  if (typeof value !== "object" || value === null) return new Map();
  return new Map(Object.entries(value).map(([name, member]) => [name, toText(member)]));
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
