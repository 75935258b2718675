import "#server-only";
import { hashAudit } from "#lib/verbs/hash-audit.ts";

/** A row with everything its hash covers, and the hash. */
export type ChainRow = {
  tenantId: string;
  seq: string;
  at: Date;
  actorKind: string;
  actorId: string;
  network: string | null;
  requestId: string | null;
  action: string;
  target: string;
  outcome: string;
  before: unknown;
  after: unknown;
  prevHash: string;
  hash: string;
};

/**
 * What is wrong at a row. `missing`: it is not there. `changed`: it is not as it was written. `unlinked`: it is as
 * somebody wrote it, but not the one that followed the row before.
 */
export type ChainProblem = "missing" | "changed" | "unlinked";
export type Link = { seq: bigint; hash: string };

export const CHAIN_START: Link = { seq: 0n, hash: "" };

/** What is wrong with the row that should follow; null when nothing is. */
export function checkLink(before: Link, { hash, ...row }: ChainRow): ChainProblem | null {
  if (BigInt(row.seq) !== before.seq + 1n) return "missing";
  if (row.prevHash !== before.hash) return "unlinked";
  return hashAudit(row) === hash ? null : "changed";
}
