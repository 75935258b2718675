import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { deleteAllSessions, type Tx } from "./internal/sessions/store.ts";

/** Forgets every session of an organisation's apps in the caller's transaction, with what is sealed in them. */
export async function dropSessions(tx: Tx, tenantId: TenantId): Promise<void> {
  await deleteAllSessions(tx, tenantId);
}
