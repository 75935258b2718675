import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Tx, UpstreamRow } from "../../store.ts";
import { addEvent } from "../health/store.ts";
import { clearDoubt } from "./store.ts";
import { tellOfKey } from "./tell-of-key.ts";

/** The shared key was taken: whatever was held against it is forgotten, and who was told of it hears so. */
export async function clearDoubts(tx: Tx, tenantId: TenantId, row: UpstreamRow): Promise<void> {
  const [key] = row.keys;
  if (key === undefined) return;
  await clearDoubt(tx, tenantId, key.id);
  if (key.refusedAt === null) return;
  await addEvent(tx, tenantId, row.id, { kind: "key_well" });
  await tellOfKey(tx, { tenantId, upstreamId: row.id, ownerId: null }, "well");
}
