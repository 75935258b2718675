import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { countMembers, type Tx } from "./internal/members/store.ts";

/** How many people belong to an organisation, suspended ones too, in the caller's transaction. */
export async function countEverybody(tx: Tx, tenantId: TenantId): Promise<number> {
  return await countMembers(tx, tenantId);
}
