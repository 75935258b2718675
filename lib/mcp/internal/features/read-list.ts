import "#server-only";
import type { Feature } from "#lib/access/decide-feature.ts";
import { type JsonMembers, readMembers } from "#lib/kernel/json-members.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import { acceptEntries, type Entry, type NameMember } from "./accept-entry.ts";
import { type Answer, type Asked, askInstance } from "./ask-instance.ts";
import type { NameKind } from "./expose-name.ts";

/** The lists of what is not a tool: the feature they are of, the member that holds them, and what names an entry. */
export const LISTS = {
  "prompts/list": { feature: "prompts", member: "prompts", named: "name", kind: "prompt" },
  "resources/list": { feature: "resources", member: "resources", named: "uri", kind: "uri" },
  "resources/templates/list": {
    feature: "resources",
    member: "resourceTemplates",
    named: "uriTemplate",
    kind: "uri",
  },
} as const satisfies Record<string, { feature: Feature; member: string; named: NameMember; kind: NameKind }>;
export type ListMethod = keyof typeof LISTS;

export type Page = {
  ok: true;
  entries: Entry[];
  /** The result as it came. */
  members: JsonMembers;
  /** Every entry of the page can be offered. */
  isWhole: boolean;
  next: string | undefined;
  ttlMs: number;
};
export type Failure = Exclude<Answer, { ok: true }>;

const PAGES_MAX = 20;
const ENTRIES_MAX = 2_000;
const LENGTH_MAX = 4 * 1024 * 1024;
const TTL_MS_MAX = 60_000;
const METHOD_NOT_FOUND = -32_601;

/** One page of an instance's list. Who offers resources need not have templates: no such method is an empty list. */
export async function readPage(
  asked: Asked,
  method: ListMethod,
  cursor: string | undefined,
): Promise<Page | Failure> {
  const { member, named } = LISTS[method];
  const answer = await askInstance(asked, method, cursor === undefined ? {} : { cursor });
  if (!answer.ok) {
    const isMissing = answer.reason === "error" && answer.code === METHOD_NOT_FOUND;
    if (!isMissing || cursor !== undefined) return answer;
    return {
      ok: true,
      entries: [],
      members: new Map([[member, "[]"]]),
      isWhole: true,
      next: undefined,
      ttlMs: 0,
    };
  }
  const members = readMembers(answer.text);
  const accepted = acceptEntries(members?.get(member) ?? "", named);
  if (members === null || accepted === null) return { ok: false, reason: "protocol" };
  const { nextCursor } = answer.result;
  return {
    ok: true,
    ...accepted,
    members,
    next: typeof nextCursor === "string" ? nextCursor : undefined,
    ttlMs: findTtl(answer.result),
  };
}

/** Everything an instance lists, page by page, each name once; what is beyond our bounds is left out. */
export async function readList(
  asked: Asked,
  method: ListMethod,
): Promise<{ ok: true; entries: Entry[]; ttlMs: number } | Failure> {
  const byName = new Map<string, Entry>();
  const cursors = new Set<string>();
  let length = 0;
  let ttlMs = TTL_MS_MAX;
  let cursor: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page = await readPage(asked, method, cursor);
    if (!page.ok) return page;
    ttlMs = Math.min(ttlMs, page.ttlMs);
    for (const entry of page.entries) {
      length += entry.text.length;
      if (length > LENGTH_MAX || byName.size >= ENTRIES_MAX) return done();
      if (!byName.has(entry.name)) byName.set(entry.name, entry);
    }
    // An empty cursor is one like any other (MCP 2026-07-28, pagination); one that comes again leads nowhere.
    if (page.next === undefined || cursors.has(page.next)) return done();
    cursors.add(page.next);
    cursor = page.next;
  }
  return done();

  function done() {
    return { ok: true as const, entries: [...byName.values()], ttlMs };
  }
}

/** How long the list may be remembered, as the instance says; not at all where it says nothing. */
function findTtl({ ttlMs }: JsonObject): number {
  return typeof ttlMs === "number" && ttlMs > 0 ? Math.min(ttlMs, TTL_MS_MAX) : 0;
}
