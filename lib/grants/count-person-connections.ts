import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { countLiveOf, type Tx } from "./internal/person/store.ts";

/** How many live connections somebody has in one organisation, in the caller's transaction. */
export async function countPersonConnections(
  tx: Tx,
  tenantId: TenantId,
  personId: PersonId,
): Promise<number> {
  return await countLiveOf(tx, tenantId, personId);
}
