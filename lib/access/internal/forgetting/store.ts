import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";

export async function deleteRules(tenantId: TenantId, madeBefore: Date): Promise<number> {
  const where = { tenantId, createdAt: { lt: madeBefore } };
  return await inTenant(tenantId, async (tx) => {
    const policies = await tx.toolPolicy.deleteMany({ where });
    const limits = await tx.argumentLimit.deleteMany({ where });
    return policies.count + limits.count;
  });
}
