import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import type { Tx } from "#lib/platform/db/tx.ts";

/** Of one look at an instance: whether it is the one that tells of its failing, which began at least that long ago. */
export async function claimDown(
  tx: Tx,
  tenantId: TenantId,
  id: UpstreamId,
  { forMinutes }: { forMinutes: number },
): Promise<{ since: Date } | null> {
  const [row] = await tx.$queryRaw<{ since: Date }[]>`
    UPDATE tenant.upstreams SET down_told_at = now()
    WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid AND status = 'error' AND paused_at IS NULL
      AND down_told_at IS NULL AND problem_since < now() - make_interval(mins => ${forMinutes})
    RETURNING problem_since AS since`;
  return row ?? null;
}

/** The same of its working again, which only those who were told of the failing are told. */
export async function claimRecovered(tx: Tx, tenantId: TenantId, id: UpstreamId): Promise<boolean> {
  const { count } = await tx.upstream.updateMany({
    where: { tenantId, id, problem: null, downToldAt: { not: null } },
    data: { downToldAt: null },
  });
  return count === 1;
}

/**
 * How many tools of an instance wait for an admin, and that this look tells of them: null while none of them came since
 * somebody was last told, and for as long as that is less than `hours` ago.
 */
export async function claimWaitingTools(
  tx: Tx,
  tenantId: TenantId,
  id: UpstreamId,
  { hours }: { hours: number },
): Promise<{ waiting: number } | null> {
  const [row] = await tx.$queryRaw<{ waiting: number }[]>`
    UPDATE tenant.upstreams u SET tools_told_at = now()
    FROM (
      SELECT count(*)::integer AS waiting, max(t.seen_at) AS newest FROM tenant.upstream_tools t
      WHERE t.tenant_id = ${tenantId}::uuid AND t.upstream_id = ${id}::uuid AND t.state = 'pending'
    ) w
    WHERE u.tenant_id = ${tenantId}::uuid AND u.id = ${id}::uuid AND u.status <> 'draft' AND w.waiting > 0
      AND (u.tools_told_at IS NULL
        OR w.newest > u.tools_told_at AND u.tools_told_at < now() - make_interval(hours => ${hours}))
    RETURNING w.waiting`;
  return row ?? null;
}
