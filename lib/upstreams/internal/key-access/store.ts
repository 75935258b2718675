import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import type { Tx } from "#lib/platform/db/tx.ts";

export type StoredKeyAccess = { upstreamId: UpstreamId; role: Role | null };

/** Makes those who decide about an organisation's address take turns. */
export async function lockKeyAccess(tx: Tx, tenantId: TenantId): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`key-access:${tenantId}`}, 0))::text`;
}

/** Whose keys the organisation's address takes, and as what those of nobody here; null when none are. */
export async function findKeyAccess(tx: Tx, tenantId: TenantId): Promise<StoredKeyAccess | null> {
  const select = { upstreamId: true, role: true } as const;
  return (await tx.keyAccess.findFirst({ where: { tenantId }, select })) as StoredKeyAccess | null;
}

export async function saveKeyAccess(tx: Tx, tenantId: TenantId, access: StoredKeyAccess): Promise<void> {
  await tx.keyAccess.upsert({
    where: { tenantId },
    create: { tenantId, ...access },
    update: access,
    select: { tenantId: true },
  });
}

/** Also forgets whatever was known of the keys of that instance. */
export async function deleteKeyAccess(tx: Tx, tenantId: TenantId, upstreamId: UpstreamId): Promise<void> {
  await tx.keyAccess.deleteMany({ where: { tenantId, upstreamId } });
  await tx.presentedKey.deleteMany({ where: { tenantId, upstreamId } });
}
