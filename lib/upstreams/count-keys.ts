import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { countInstancesAndKeys, type Tx } from "./store.ts";

/** How many instances an organisation has, and keys to them, in the caller's transaction. */
export async function countKeys(tx: Tx, tenantId: TenantId): Promise<{ instances: number; keys: number }> {
  return await countInstancesAndKeys(tx, tenantId);
}
