import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { findOwnKeys, type OwnKeyRow } from "./internal/own-keys/store.ts";
import type { Tx } from "./store.ts";

/** What is known of the Trinity keys somebody gave an organisation, never the keys; in the caller's transaction. */
export async function listPersonKeys(tx: Tx, tenantId: TenantId, personId: PersonId): Promise<OwnKeyRow[]> {
  return await findOwnKeys(tx, tenantId, personId);
}
