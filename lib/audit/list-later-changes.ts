import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { type AuditDetail, listChangesAfter, type Tx } from "./store.ts";

export type LaterChange = Pick<AuditDetail, "seq" | "action" | "target" | "before" | "after">;

const LATER_MAX = 200;

/** What was changed by those actions after that row, to that target where one is named: the newest two hundred, newest first. */
export async function listLaterChanges(
  tx: Tx,
  tenantId: TenantId,
  asked: { seq: bigint; actions: readonly string[]; target: string | null },
): Promise<LaterChange[]> {
  return await listChangesAfter(tx, tenantId, { ...asked, limit: LATER_MAX });
}
