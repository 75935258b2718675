import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { type Named, nameRows } from "./internal/naming/store.ts";
import { type AuditDetail, findRow, type Tx } from "./store.ts";

export type NamedDetail = Named<AuditDetail>;

/** One row of the organisation's log, with names; null where it has no such row. */
export async function findAuditRow(tx: Tx, tenantId: TenantId, seq: bigint): Promise<NamedDetail | null> {
  const row = await findRow(tx, tenantId, seq);
  if (row === null) return null;
  const [named] = await nameRows(tx, tenantId, [row]);
  return named ?? { ...row, actor: null, thing: null };
}
