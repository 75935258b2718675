import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import type { Tx } from "../../store.ts";
import { addEvent } from "../health/store.ts";
import { sealKey, unsealKey } from "../seal-key.ts";
import { findSharedKey, settleKeyRow } from "./store.ts";

/**
 * Wipes the key that was replaced. The one in use is sealed anew under the next version, so that whatever was opened with
 * the other is used no longer. False where there was none, or somebody else was first.
 */
export async function wipePrevious(tx: Tx, tenantId: TenantId, upstreamId: UpstreamId): Promise<boolean> {
  const stored = await findSharedKey(tx, tenantId, upstreamId);
  if (stored === null || !stored.hasPrevious) return false;
  const place = { tenantId, upstreamId, ownerId: null };
  const key = unsealKey(stored.sealed, { ...place, version: stored.version });
  const version = stored.version + 1;
  const sealed = sealKey(key, { ...place, version });
  if (!(await settleKeyRow(tx, tenantId, { id: stored.id, version, sealed }))) return false;
  await addEvent(tx, tenantId, upstreamId, { kind: "key_settled" });
  return true;
}
