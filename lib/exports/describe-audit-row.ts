import "#server-only";
import type { NamedChainRow } from "#lib/audit/read-audit-chain.ts";

export const toName = (thing: NamedChainRow["actor"]): string | null =>
  thing && (thing.detail ? `${thing.name} (${thing.detail})` : thing.name);

/** A row of the audit log as JSONL and streams have it: the row as its hash covers it, with names beside. */
export function toAuditMembers(
  { row: { hash, ...row }, actor, thing }: NamedChainRow,
  toTime: (at: Date) => string,
): { [name: string]: unknown } {
  return { time: toTime(row.at), actor: toName(actor), target: toName(thing), row, hash };
}
