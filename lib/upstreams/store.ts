import "#server-only";
import type { PersonId, TenantId, UpstreamId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import { inTenantSql } from "#lib/platform/db/in-tenant-sql.ts";

/** The sealed key of that id and version; null once it was replaced or removed. */
export async function findSealedKey(
  tenantId: TenantId,
  { id, version }: { id: UpstreamKeyId; version: number },
): Promise<{ upstreamId: UpstreamId; ownerId: PersonId | null; sealed: Uint8Array } | null> {
  return await inTenantSql(tenantId, async (client) => {
    const { rows } = await client.query<{
      upstreamId: UpstreamId;
      ownerId: PersonId | null;
      sealed: Uint8Array;
    }>({
      name: "find-sealed-key",
      text: `SELECT upstream_id AS "upstreamId", owner_id AS "ownerId", sealed FROM tenant.upstream_keys
             WHERE tenant_id = $1 AND id = $2 AND version = $3`,
      values: [tenantId, id, version],
    });
    return rows[0] ?? null;
  });
}

/** Notes what is wrong with an instance, or that nothing is (null). The time it began stays until it is well again. */
export async function saveProblem(
  tenantId: TenantId,
  upstreamId: UpstreamId,
  problem: string | null,
): Promise<void> {
  await inTenantSql(tenantId, (client) =>
    client.query({
      name: "save-problem",
      text: `UPDATE tenant.upstreams
             SET problem = $3, problem_since = CASE WHEN $3::text IS NULL THEN NULL ELSE coalesce(problem_since, now()) END
             WHERE tenant_id = $1 AND id = $2 AND problem IS DISTINCT FROM $3`,
      values: [tenantId, upstreamId, problem],
    }),
  );
}
