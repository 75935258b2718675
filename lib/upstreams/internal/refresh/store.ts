import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { inTenantSql } from "#lib/platform/db/in-tenant-sql.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import { findTools, findUpstream, saveTools, type Tx, type UpstreamRow } from "../../store.ts";
import type { StoredTool, ToolPlan } from "../plan-tools.ts";
import { saveQuarantined } from "../quarantine/store.ts";
import type { QuarantinedTool } from "../read-tools.ts";

/** One transaction of a job's in an organisation. */
export async function inTenantOf<Result>(
  { tenantId }: { tenantId: TenantId },
  run: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return await inTenant(tenantId, run);
}

export async function readUpstream(tenantId: TenantId, id: UpstreamId): Promise<UpstreamRow | null> {
  return await inTenant(tenantId, (tx) => findUpstream(tx, tenantId, id));
}

/**
 * Holds a fresh list, and what is left out of it, against the stored ones and keeps what differs, with `note` in the same
 * transaction.
 */
export async function keepTools(
  { tenantId, upstreamId }: { tenantId: TenantId; upstreamId: UpstreamId },
  {
    plan,
    quarantined,
  }: { plan: (stored: readonly StoredTool[]) => ToolPlan; quarantined: readonly QuarantinedTool[] },
  note: (tx: Tx, plan: ToolPlan) => Promise<void>,
): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const planned = plan(await findTools(tx, tenantId, upstreamId));
    const { added, changed, gone } = planned;
    const isOther = await saveQuarantined(tx, tenantId, upstreamId, quarantined);
    if (!isOther && added.length + changed.length + gone.length === 0) return;
    await saveTools(tx, tenantId, upstreamId, planned);
    await note(tx, planned);
  });
}

export type DueUpstream = { tenantId: TenantId; upstreamId: UpstreamId; checkedAt: Date | null };

/** Instances in use that were not looked at for a while, or that fail, of all organisations. */
export async function findDueUpstreams(upstreamsMax: number): Promise<DueUpstream[]> {
  const { rows } = await appSql().query<DueUpstream>({
    name: "list-upstreams-to-look-at",
    text: `SELECT tenant_id AS "tenantId", id AS "upstreamId", checked_at AS "checkedAt"
           FROM tenant.list_upstreams_to_look_at($1)`,
    values: [upstreamsMax],
  });
  return rows;
}

/** Takes an instance to look at; of several processes that found it due one gets it. */
export async function claimUpstream({ tenantId, upstreamId, checkedAt }: DueUpstream): Promise<boolean> {
  return await inTenantSql(tenantId, async (client) => {
    const { rowCount } = await client.query({
      name: "claim-due-upstream",
      text: `UPDATE tenant.upstreams SET checked_at = now()
             WHERE tenant_id = $1 AND id = $2 AND checked_at IS NOT DISTINCT FROM $3`,
      values: [tenantId, upstreamId, checkedAt],
    });
    return rowCount === 1;
  });
}
