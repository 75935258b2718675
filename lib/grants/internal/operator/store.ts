import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";

/** Ends what one person made before that moment and is still live; how many there were. */
export async function endGrantsOf(
  tenantId: TenantId,
  { personId, madeBefore }: { personId: PersonId; madeBefore: Date },
): Promise<number> {
  const { count } = await inTenant(tenantId, (tx) =>
    tx.grant.updateMany({
      where: { tenantId, personId, createdAt: { lt: madeBefore }, endedAt: null },
      data: { endedAt: new Date(), endedBy: "operator", endedReason: "operator" },
    }),
  );
  return count;
}

export async function deleteClientRules(tenantId: TenantId, decidedBefore: Date): Promise<number> {
  const where = { tenantId, decidedAt: { lt: decidedBefore } };
  return await inTenant(tenantId, async (tx) => {
    const policies = await tx.clientPolicy.deleteMany({ where });
    const settings = await tx.appSettings.deleteMany({ where });
    return policies.count + settings.count;
  });
}
