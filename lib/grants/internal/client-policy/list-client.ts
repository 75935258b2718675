import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { findClientPolicy, insertClientPolicy, type Tx, updateClientPolicy } from "./store.ts";

type Listed = {
  clientId: string;
  /** Where it may return to; null: wherever it is registered for. */
  host: string | null;
  decidedBy: PersonId;
};

/** Puts an app on the list, its limits as they were; the caller holds the app's lock as one who decides. */
export async function listClient(
  tx: Tx,
  tenantId: TenantId,
  { clientId, host, decidedBy }: Listed,
): Promise<void> {
  const before = await findClientPolicy(tx, tenantId, clientId);
  const listed = { state: "allowed", isListed: true, stateBefore: null, reason: null } as const;
  if (before === null) {
    const change = { ...listed, hosts: host === null ? [] : [host] };
    await insertClientPolicy(tx, tenantId, { clientId, decidedBy, change });
    return;
  }
  await updateClientPolicy(tx, tenantId, { clientId, version: before.version, decidedBy, change: listed });
}
