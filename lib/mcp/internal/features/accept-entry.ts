import "#server-only";
import { type JsonMembers, readElements, readMembers, writeMembers } from "#lib/kernel/json-members.ts";

/** One prompt, resource or template as the instance lists it, under the name it has there. */
export type Entry = { name: string; text: string; members: JsonMembers };
/** The member that names an entry: `name`, `uri` or `uriTemplate`. */
export type NameMember = "name" | "uri" | "uriTemplate";

const ENTRY_LENGTH_MAX = 64 * 1024;
const NAME_LENGTH_MAX = { name: 256, uri: 4096, uriTemplate: 4096 } as const;
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/u;

/**
 * The entries of a list that can be offered, as they came. Left out, one by one: what is no object, names a member or
 * itself twice, has no name or one nobody can see, and what is too long.
 */
export function acceptEntries(
  list: string,
  member: NameMember,
): { entries: Entry[]; isWhole: boolean } | null {
  const texts = readElements(list);
  if (texts === null) return null;
  const byName = new Map<string, Entry>();
  for (const text of texts) {
    const entry = acceptEntry(text, member);
    if (entry !== null && !byName.has(entry.name)) byName.set(entry.name, entry);
  }
  return { entries: [...byName.values()], isWhole: byName.size === texts.length };
}

/** The entry under another name, everything else as it came. */
export function renameEntry({ members }: Entry, member: NameMember, name: string): string {
  return writeMembers(
    [...members].map(([key, value]) => [key, key === member ? JSON.stringify(name) : value] as const),
  );
}

function acceptEntry(text: string, member: NameMember): Entry | null {
  if (text.length > ENTRY_LENGTH_MAX) return null;
  const members = readMembers(text);
  const name = members === null ? null : readName(members.get(member));
  if (members === null || name === null || name === "" || name.length > NAME_LENGTH_MAX[member]) return null;
  // A resource and a template have a name beside their address (MCP 2026-07-28, server/resources).
  const label = readName(members.get("name"));
  if (label === null || HIDDEN.test(name) || HIDDEN.test(label)) return null;
  return { name, text, members };
}

function readName(text: string | undefined): string | null {
  const value: unknown = text === undefined ? null : JSON.parse(text);
  return typeof value === "string" ? value : null;
}
