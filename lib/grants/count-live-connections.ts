import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { countLiveGrants, type Tx } from "./store.ts";

/** How many connections of an organisation are live, and how many people have them, in the caller's transaction. */
export async function countLiveConnections(
  tx: Tx,
  tenantId: TenantId,
): Promise<{ connections: number; people: number }> {
  return await countLiveGrants(tx, tenantId);
}
