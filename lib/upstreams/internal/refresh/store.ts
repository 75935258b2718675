import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { findTools, findUpstream, saveTools, type Tx, type UpstreamRow } from "../../store.ts";
import type { StoredTool, ToolPlan } from "../plan-tools.ts";

export async function readUpstream(tenantId: TenantId, id: UpstreamId): Promise<UpstreamRow | null> {
  return await inTenant(tenantId, (tx) => findUpstream(tx, tenantId, id));
}

/** Holds a fresh list against the stored one and keeps what differs, with `note` in the same transaction. */
export async function keepTools(
  { tenantId, upstreamId }: { tenantId: TenantId; upstreamId: UpstreamId },
  plan: (stored: readonly StoredTool[]) => ToolPlan,
  note: (tx: Tx, plan: ToolPlan) => Promise<void>,
): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const planned = plan(await findTools(tx, tenantId, upstreamId));
    const { added, changed, gone } = planned;
    if (added.length + changed.length + gone.length === 0) return;
    await saveTools(tx, tenantId, upstreamId, planned);
    await note(tx, planned);
  });
}
