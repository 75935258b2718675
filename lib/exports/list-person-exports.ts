import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { findItemsOf, type ExportItem, type Tx } from "./store.ts";

/** The files somebody asked an organisation for that are still known, in the caller's transaction. */
export async function listPersonExports(
  tx: Tx,
  tenantId: TenantId,
  personId: PersonId,
): Promise<ExportItem[]> {
  return await findItemsOf(tx, tenantId, personId);
}
