import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { deleteAllKeys, type Tx } from "./store.ts";

/**
 * Destroys every Trinity key of an organisation in the caller's transaction: the rows go with their sealed text and the
 * data keys in it, so nothing that is left opens them. Returns how many there were.
 */
export async function shredKeys(tx: Tx, tenantId: TenantId): Promise<number> {
  return await deleteAllKeys(tx, tenantId);
}
