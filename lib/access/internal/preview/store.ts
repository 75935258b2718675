import "#server-only";
import type { Effect } from "#lib/kernel/effects.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import type { Tx } from "#lib/platform/db/tx.ts";

export type PreviewedMember = { id: string; personId: string; name: string; email: string; role: Role };

export async function findPreviewedMember(
  tx: Tx,
  tenantId: TenantId,
  id: string,
): Promise<PreviewedMember | null> {
  return await tx.membership.findFirst({
    where: { tenantId, id, status: "active" },
    select: { id: true, personId: true, name: true, email: true, role: true },
  });
}

export type PreviewedGrant = {
  id: string;
  clientName: string;
  groups: string[];
  resource: string;
  connectedAt: Date | null;
  /** The most an admin lets its app do; none where nothing was decided. */
  effectMax?: Effect;
};

const GRANTS_MAX = 20;

/** A member's live connections, newest first. */
export async function findPreviewedGrants(
  tx: Tx,
  tenantId: TenantId,
  personId: string,
): Promise<PreviewedGrant[]> {
  const grants = await tx.grant.findMany({
    where: {
      tenantId,
      personId,
      endedAt: null,
      connectedAt: { not: null },
      expiresAt: { gt: new Date() },
    },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: GRANTS_MAX,
    select: { id: true, clientId: true, clientName: true, groups: true, resource: true, connectedAt: true },
  });
  const limits = await tx.clientPolicy.findMany({
    where: { tenantId, clientId: { in: grants.map(({ clientId }) => clientId) } },
    select: { clientId: true, effectMax: true },
  });
  const byApp = new Map(limits.map(({ clientId, effectMax }) => [clientId, effectMax]));
  return grants.map(({ clientId, ...grant }) => {
    const effectMax = byApp.get(clientId);
    return effectMax === undefined ? grant : { ...grant, effectMax };
  });
}

export type FoundMember = { id: string; name: string; email: string; role: Role };

/** Members whose address or name begins with, or holds, a text: at most so many. */
export async function searchMembers(
  tx: Tx,
  tenantId: TenantId,
  text: string,
  limit: number,
): Promise<FoundMember[]> {
  return await tx.membership.findMany({
    where: {
      tenantId,
      status: "active",
      OR: [
        { email: { contains: text, mode: "insensitive" } },
        { name: { contains: text, mode: "insensitive" } },
      ],
    },
    orderBy: [{ email: "asc" }],
    take: limit,
    select: { id: true, name: true, email: true, role: true },
  });
}
