import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { endAllGrants, type Tx } from "./store.ts";

/** Ends every live connection of an organisation in the caller's transaction; how many there were. */
export async function endAllConnections(
  tx: Tx,
  tenantId: TenantId,
  by: { endedBy: PersonId; endedReason: "admin" | "tenant_deleted" },
): Promise<number> {
  return await endAllGrants(tx, tenantId, by);
}
