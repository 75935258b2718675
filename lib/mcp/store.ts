import "#server-only";
import type { GrantId, TenantId } from "#lib/kernel/ids.ts";
import { inTenantSql } from "#lib/platform/db/in-tenant-sql.ts";

/** Notes that a connection was used now. */
export async function saveGrantUse(tenantId: TenantId, grantId: GrantId): Promise<void> {
  await inTenantSql(tenantId, (client) =>
    client.query({
      name: "save-grant-use",
      text: "UPDATE tenant.grants SET last_used_at = now() WHERE tenant_id = $1 AND id = $2",
      values: [tenantId, grantId],
    }),
  );
}

/**
 * Remembers on a live connection what its refused calls lacked: together with what it was asked a moment ago, or alone
 * when that is over 15 minutes old.
 */
export async function saveAskedGroups(
  tenantId: TenantId,
  grantId: GrantId,
  groups: readonly string[],
): Promise<void> {
  await inTenantSql(tenantId, (client) =>
    client.query({
      name: "save-asked-groups",
      text: `UPDATE tenant.grants SET asked_at = now(), asked_groups =
               CASE WHEN asked_at > now() - interval '15 minutes'
                    THEN ARRAY(SELECT DISTINCT unnest(asked_groups || $3::text[])) ELSE $3 END
             WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL`,
      values: [tenantId, grantId, groups],
    }),
  );
}
