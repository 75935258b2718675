import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { doubtKey, trustKey } from "./internal/keys/store.ts";
import type { OwnerKey } from "./lease-session.ts";

/**
 * Notes what a call met with a person's own key. Refused, it says nothing of the instance, and not yet that the key is
 * dead: a job tries it again. Taken, whatever was held against it is forgotten.
 */
export async function noteOwnKey(tenantId: TenantId, key: OwnerKey, isTaken: boolean): Promise<void> {
  await (isTaken ? trustKey(tenantId, key) : doubtKey(tenantId, key));
}
