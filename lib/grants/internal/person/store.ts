import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import type { Tx } from "#lib/platform/db/tx.ts";

export type { Tx } from "#lib/platform/db/tx.ts";

/** Connections and requests for apps of one person in one organisation, the oldest first. */
export async function readRecords(tx: Tx, tenantId: TenantId, personId: PersonId) {
  const connections = await tx.grant.findMany({
    where: { tenantId, personId },
    orderBy: { createdAt: "asc" },
    omit: { tenantId: true, membershipId: true, personId: true, version: true },
  });
  const requestsForApps = await tx.clientRequest.findMany({
    where: { tenantId, personId },
    orderBy: { askedAt: "asc" },
    omit: { tenantId: true, membershipId: true, personId: true, decidedBy: true, version: true },
  });
  return { connections, requestsForApps };
}

export async function deleteRequestsOf(tx: Tx, tenantId: TenantId, personId: PersonId): Promise<void> {
  await tx.clientRequest.deleteMany({ where: { tenantId, personId } });
}

export async function countLiveOf(tx: Tx, tenantId: TenantId, personId: PersonId): Promise<number> {
  return await tx.grant.count({
    where: {
      tenantId,
      personId,
      endedAt: null,
      connectedAt: { not: null },
      expiresAt: { gt: new Date() },
    },
  });
}
