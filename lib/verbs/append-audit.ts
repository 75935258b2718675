import "#server-only";
import type { MemberActor, SystemActor } from "#lib/kernel/actor.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { hashAudit } from "./hash-audit.ts";
import { findLastAudit, insertAudit, lockAudit } from "./store.ts";

type JsonObject = { [key: string]: unknown };

export type AuditEntry = {
  tenantId: TenantId;
  actor: MemberActor | SystemActor;
  action: string;
  target: string;
  outcome: "done" | "refused";
  before?: JsonObject;
  after?: JsonObject;
  /** When it happened: now unless told, and never before the row before it. */
  at?: Date;
};

/**
 * Adds one row to the tenant's audit chain in the caller's transaction: the next sequence number, and a SHA-256 over
 * the row and the hash of the row before it.
 */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await lockAudit(tx, entry.tenantId);
  const last = await findLastAudit(tx, entry.tenantId);
  const from = entry.actor.kind === "member" ? entry.actor.from : undefined;
  const row = {
    tenantId: entry.tenantId,
    seq: (last?.seq ?? 0n) + 1n,
    at: entry.at ?? new Date(),
    actorKind: entry.actor.kind,
    actorId: entry.actor.kind === "member" ? entry.actor.personId : entry.actor.job,
    network: from?.network,
    requestId: from?.requestId,
    action: entry.action,
    target: entry.target,
    outcome: entry.outcome,
    before: entry.before,
    after: entry.after,
    prevHash: last?.hash ?? "",
  };
  await insertAudit(tx, { ...row, hash: hashAudit(row) });
}
