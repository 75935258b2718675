import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { shortenGrants, type Tx } from "./store.ts";

/**
 * Lets no live connection of that organisation last longer than so many days from when it was made, in the caller's
 * transaction; one that did already has expired then. Returns how many were shortened.
 */
export async function shortenConnections(tx: Tx, tenantId: TenantId, daysMax: number): Promise<number> {
  return await shortenGrants(tx, tenantId, daysMax);
}
