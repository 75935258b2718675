import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { deleteItemsOf, type Tx } from "./store.ts";

/** Removes the files somebody asked an organisation for, under way or finished; in the caller's transaction. */
export async function forgetExports(tx: Tx, tenantId: TenantId, personId: PersonId): Promise<void> {
  await deleteItemsOf(tx, tenantId, personId);
}
