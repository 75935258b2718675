import "#server-only";
import type { PersonId } from "#lib/kernel/ids.ts";
import type { TargetAudit } from "#lib/verbs/find-target-audit.ts";
import type { EndedReason } from "../../schema.ts";

/** Who did it: a person by id and name (null for one who has left), or we ourselves. */
export type HistoryActor = { kind: "person"; id: PersonId; name: string | null } | { kind: "system" };

export type HistoryEntry = { at: Date; by: HistoryActor } & (
  | { kind: "allowed"; groups: readonly string[] }
  | { kind: "widened"; groups: readonly string[] }
  | { kind: "narrowed"; groups: readonly string[] }
  | { kind: "ended"; reason: EndedReason | null }
);

type Grant = {
  personId: PersonId;
  createdAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  endedBy: string | null;
  endedReason: EndedReason | null;
};

/**
 * What became of one connection, oldest first: allowed and ended as its own row says, which whoever ended it cannot
 * forget to write; widened and narrowed as the audit log says.
 */
export function toHistory(
  grant: Grant,
  audit: readonly TargetAudit[],
  names: ReadonlyMap<string, string>,
  now: Date,
): HistoryEntry[] {
  const person = (id: string): HistoryActor => ({
    kind: "person",
    id: id as PersonId,
    name: names.get(id) ?? null,
  });
  const entries: HistoryEntry[] = [
    { kind: "allowed", at: grant.createdAt, by: person(grant.personId), groups: readAllowed(audit) },
  ];
  for (const { at, actorId, before, after } of audit) {
    const [had, has] = [readGroups(before), readGroups(after)];
    if (had === null || has === null) continue;
    const added = has.filter((group) => !had.includes(group));
    const removed = had.filter((group) => !has.includes(group));
    if (added.length > 0) entries.push({ kind: "widened", at, by: person(actorId), groups: added });
    if (removed.length > 0) entries.push({ kind: "narrowed", at, by: person(actorId), groups: removed });
  }
  const { endedAt, endedBy, endedReason: reason } = grant;
  if (endedAt !== null) {
    const byPerson = reason === "person" || reason === "admin";
    entries.push({
      kind: "ended",
      at: endedAt,
      by: byPerson && endedBy !== null ? person(endedBy) : { kind: "system" },
      reason,
    });
  } else if (grant.expiresAt <= now) {
    entries.push({ kind: "ended", at: grant.expiresAt, by: { kind: "system" }, reason: "expired" });
  }
  return entries;
}

/** The groups of the person's yes, which has nothing before it; none where it is older than the audit log. */
function readAllowed(audit: readonly TargetAudit[]): readonly string[] {
  const first = audit.find(({ before, after }) => readGroups(before) === null && readGroups(after) !== null);
  return readGroups(first?.after) ?? [];
}

function readGroups(value: unknown): string[] | null {
  if (typeof value !== "object" || value === null || !("groups" in value)) return null;
  const { groups } = value;
  return Array.isArray(groups) ? groups.filter((group) => typeof group === "string") : null;
}
