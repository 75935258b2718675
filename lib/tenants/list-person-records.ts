import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { type Person, readRecords, type Tx } from "./internal/person/store.ts";

/** What one organisation keeps of somebody as its member, invited or asking to join; in the caller's transaction. */
export async function listPersonRecords(
  tx: Tx,
  tenantId: TenantId,
  person: Person,
): ReturnType<typeof readRecords> {
  return await readRecords(tx, tenantId, person);
}
