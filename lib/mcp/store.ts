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
