import "#server-only";
import type { GrantId, TenantId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import type { EndedReason } from "../../schema.ts";
import type { NewGrantRow } from "../../store.ts";

export type SeededGrant = Omit<NewGrantRow, "id"> & {
  createdAt: Date;
  connectedAt: Date;
  lastUsedAt: Date | null;
  endedAt: Date | null;
  endedBy: string | null;
  endedReason: EndedReason | null;
};

/** How long before its end one of them is dated anew. */
const RENEWED_MS = 30 * 24 * 60 * 60 * 1000;

export async function upsertSeeded(
  tenantId: TenantId,
  grants: readonly (SeededGrant & { id: GrantId })[],
  keptSince: Date,
): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const rows = await tx.grant.findMany({
      where: { tenantId, id: { in: grants.map(({ id }) => id) } },
      select: { id: true, endedAt: true, expiresAt: true },
    });
    const known = new Map(rows.map((row) => [row.id, row]));
    for (const { id, ...data } of grants) {
      const row = known.get(id);
      if (!row) await tx.grant.create({ data: { tenantId, id, ...data }, select: { id: true } });
      else if (row.endedAt === null || row.endedAt < keptSince) {
        const isOld = row.expiresAt.getTime() < Date.now() + RENEWED_MS;
        await tx.grant.updateMany({ where: { tenantId, id }, data: isOld ? data : toState(data) });
      }
    }
  });
}

/** What changes from night to night of one that stays the same connection. */
function toState({ groups, lastUsedAt, endedAt, endedBy, endedReason }: SeededGrant): Partial<SeededGrant> {
  return endedAt === null ? { groups, lastUsedAt, endedAt, endedBy, endedReason } : {};
}
