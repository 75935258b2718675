import "#server-only";
import type { GrantId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { ClientIdentity } from "../../schema.ts";
import { type AskedGrant, STEP_UP_WINDOW_MS } from "./match-grants.ts";

const MATCHES_MAX = 20;

/** A resource also stands for those below it: an organisation's own address below the shared one. */
type Asker = { personId: PersonId; clientId: string; clientIdentity: ClientIdentity; resource: string };

/** The person's connections of that app with a recent refusal, newest refusal first: live, or ended by the app since. */
export async function findAskedGrants(
  tx: Tx,
  tenantId: TenantId,
  { resource, ...asker }: Asker,
): Promise<AskedGrant[]> {
  // The clock that wrote down when a call was refused, and that judges again under the lock.
  const [{ now }] = await tx.$queryRaw<[{ now: Date }]>`SELECT now()`;
  const since = new Date(now.getTime() - STEP_UP_WINDOW_MS);
  const isLive = { endedAt: null, connectedAt: { not: null }, expiresAt: { gt: now } };
  const isEndedByApp = { endedReason: "client", endedAt: { gt: since } };
  return (await tx.grant.findMany({
    where: {
      tenantId,
      ...asker,
      askedAt: { gt: since },
      AND: [
        { OR: [{ resource }, { resource: { startsWith: `${resource}/` } }] },
        { OR: [isLive, isEndedByApp] },
      ],
    },
    orderBy: [{ askedAt: "desc" }, { id: "desc" }],
    take: MATCHES_MAX,
    select: {
      id: true,
      groups: true,
      askedGroups: true,
      createdAt: true,
      endedAt: true,
      redirectHost: true,
      resource: true,
    },
  })) as AskedGrant[];
}

type LockedGrant = { groups: string[]; askedGroups: string[]; clientName: string; redirectHost: string };

/** One live grant of that person with a recent refusal, locked until the transaction ends; null when there is none. */
export async function lockAskedGrant(
  tx: Tx,
  tenantId: TenantId,
  { id, personId }: { id: GrantId; personId: PersonId },
): Promise<LockedGrant | null> {
  const rows = await tx.$queryRaw<LockedGrant[]>`
    SELECT groups, asked_groups AS "askedGroups", client_name AS "clientName", redirect_host AS "redirectHost"
    FROM tenant.grants
    WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid AND person_id = ${personId}::uuid
      AND ended_at IS NULL AND expires_at > now()
      AND asked_at > now() - make_interval(secs => ${STEP_UP_WINDOW_MS / 1000}) FOR UPDATE`;
  return rows[0] ?? null;
}

/** Gives a live grant these groups; what was asked of it is answered with that. False when it has ended. */
export async function replaceGroups(
  tx: Tx,
  tenantId: TenantId,
  { id, groups }: { id: GrantId; groups: string[] },
): Promise<boolean> {
  const { count } = await tx.grant.updateMany({
    where: { tenantId, id, endedAt: null },
    data: { groups, askedGroups: [], askedAt: null, version: { increment: 1 } },
  });
  return count === 1;
}
