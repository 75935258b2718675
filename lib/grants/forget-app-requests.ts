import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { deleteRequestsOf, type Tx } from "./internal/person/store.ts";

/** Removes what somebody asked for with their reasons, and what was answered; in the caller's transaction. */
export async function forgetAppRequests(tx: Tx, tenantId: TenantId, personId: PersonId): Promise<void> {
  await deleteRequestsOf(tx, tenantId, personId);
}
