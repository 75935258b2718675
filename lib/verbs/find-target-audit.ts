import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { findAuditOf, type TargetAudit } from "./store.ts";

export type { TargetAudit } from "./store.ts";

/** What was done to one thing of the organisation, oldest first: the newest two hundred rows with one of these actions. */
export async function findTargetAudit(
  tx: Tx,
  tenantId: TenantId,
  { target, actions }: { target: string; actions: readonly string[] },
): Promise<TargetAudit[]> {
  return (await findAuditOf(tx, tenantId, { target, actions, limit: 200 })).toReversed();
}
