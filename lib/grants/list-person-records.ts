import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { readRecords, type Tx } from "./internal/person/store.ts";

/** Somebody's connections in one organisation, ended ones too, and their requests for apps; in the caller's transaction. */
export async function listPersonRecords(
  tx: Tx,
  tenantId: TenantId,
  personId: PersonId,
): ReturnType<typeof readRecords> {
  return await readRecords(tx, tenantId, personId);
}
