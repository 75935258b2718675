import "#server-only";
import { type GrantId, isUuid, type MembershipId, type PersonId, type TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { ClientIdentity, EndedReason } from "./schema.ts";

export type { Tx } from "#lib/platform/db/tx.ts";

export type GrantRow = {
  id: GrantId;
  tenantId: TenantId;
  personId: PersonId;
  clientId: string;
  clientName: string;
  clientIdentity: ClientIdentity;
  redirectHost: string;
  groups: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date;
  endedAt: Date | null;
  /** A person's id, or which part of ours. */
  endedBy: string | null;
  endedReason: EndedReason | null;
  membership: { name: string; email: string };
  tenant: { name: string; slug: string };
};

export type NewGrantRow = {
  id: GrantId;
  membershipId: MembershipId;
  personId: PersonId;
  clientId: string;
  clientName: string;
  clientIdentity: ClientIdentity;
  redirectHost: string;
  resource: string;
  groups: string[];
  expiresAt: Date;
};

export const SELECT = {
  id: true,
  tenantId: true,
  personId: true,
  clientId: true,
  clientName: true,
  clientIdentity: true,
  redirectHost: true,
  groups: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
  endedAt: true,
  endedBy: true,
  endedReason: true,
  membership: { select: { name: true, email: true } },
  tenant: { select: { name: true, slug: true } },
} as const;

const NEWEST_FIRST = [{ createdAt: "desc" }, { id: "desc" }] as const;

export async function insertGrant(tx: Tx, tenantId: TenantId, row: NewGrantRow): Promise<void> {
  await tx.grant.create({ data: { ...row, tenantId }, select: { id: true } });
}

/**
 * True while this person belongs to the organisation and neither is suspended. It holds both until the transaction ends,
 * so that who ends either meanwhile waits and sees what was done under it.
 */
export async function isLiveMember(
  tx: Tx,
  tenantId: TenantId,
  { membershipId, personId }: { membershipId: MembershipId; personId: PersonId },
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT m.id FROM tenant.memberships m
    JOIN tenant.tenants t ON t.id = m.tenant_id AND t.status = 'active'
    WHERE m.tenant_id = ${tenantId}::uuid AND m.id = ${membershipId}::uuid AND m.person_id = ${personId}::uuid
      AND m.status = 'active'
    FOR SHARE OF m, t`;
  return rows.length === 1;
}

export async function findGrant(tx: Tx, tenantId: TenantId, id: GrantId): Promise<GrantRow | null> {
  return (await tx.grant.findFirst({ where: { tenantId, id }, select: SELECT })) as GrantRow | null;
}

/** A yes that no app came for is not a connection. */
const IS_CONNECTED = { connectedAt: { not: null } } as const;

export type GrantDetailRow = GrantRow & {
  version: number;
  resource: string;
  membership: { name: string; email: string; role: Role };
};

export async function findGrantDetail(
  tx: Tx,
  tenantId: TenantId,
  id: GrantId,
): Promise<GrantDetailRow | null> {
  const membership = { select: { name: true, email: true, role: true } } as const;
  return (await tx.grant.findFirst({
    where: { tenantId, id, ...IS_CONNECTED },
    select: { ...SELECT, version: true, resource: true, membership },
  })) as GrantDetailRow | null;
}

/** What the members among these are called; what is no person's id names nobody. */
export async function findNames(
  tx: Tx,
  tenantId: TenantId,
  ids: readonly (string | null)[],
): Promise<Map<string, string>> {
  const people = [...new Set(ids)].filter((id) => id !== null && isUuid(id)) as string[];
  const rows = await tx.membership.findMany({
    where: { tenantId, personId: { in: people } },
    select: { personId: true, name: true },
  });
  return new Map(rows.map(({ personId, name }) => [personId, name]));
}

/** The newest live connection of that app of this person, and when it was made. */
export async function findNewestLive(
  tx: Tx,
  tenantId: TenantId,
  { personId, clientId }: { personId: PersonId; clientId: string },
): Promise<{ id: GrantId; createdAt: Date } | null> {
  const row = await tx.grant.findFirst({
    where: { tenantId, personId, clientId, ...IS_CONNECTED, endedAt: null, expiresAt: { gt: new Date() } },
    orderBy: [...NEWEST_FIRST],
    select: { id: true, createdAt: true },
  });
  return row === null ? null : { id: row.id as GrantId, createdAt: row.createdAt };
}

/** Several connections of the organisation at once, in no order; those that are not its own are missing. */
export async function findGrantsById(
  tx: Tx,
  tenantId: TenantId,
  ids: readonly GrantId[],
): Promise<GrantRow[]> {
  return (await tx.grant.findMany({
    where: { tenantId, id: { in: [...ids] } },
    select: SELECT,
  })) as GrantRow[];
}

type Ending = { endedBy: string; endedReason: EndedReason };

/** Ends a live grant; false when it had ended before or is not this tenant's. */
export async function endGrant(
  tx: Tx,
  tenantId: TenantId,
  { id, ...ending }: Ending & { id: GrantId },
): Promise<boolean> {
  return (await endGrants(tx, tenantId, { ids: [id], ...ending })).length === 1;
}

/** Ends those of these grants that are live, in one statement; which it were. */
export async function endGrants(
  tx: Tx,
  tenantId: TenantId,
  { ids, ...ending }: Ending & { ids: readonly GrantId[] },
): Promise<GrantId[]> {
  const rows = await tx.grant.updateManyAndReturn({
    where: { tenantId, id: { in: [...ids] }, endedAt: null },
    data: { endedAt: new Date(), ...ending },
    select: { id: true },
  });
  return rows.map(({ id }) => id as GrantId);
}

/** A live grant as an edit of its groups needs it; null for one that has ended. */
export async function findGrantToNarrow(
  tx: Tx,
  tenantId: TenantId,
  id: GrantId,
): Promise<{ personId: PersonId; groups: string[]; version: number } | null> {
  const row = await tx.grant.findFirst({
    where: { tenantId, id, endedAt: null, expiresAt: { gt: new Date() } },
    select: { personId: true, groups: true, version: true },
  });
  return row === null ? null : { ...row, personId: row.personId as PersonId };
}

/** Gives a live grant that is still of that version other groups. False when it has ended or was changed. */
export async function narrowGroups(
  tx: Tx,
  tenantId: TenantId,
  { id, version, groups }: { id: GrantId; version: number; groups: string[] },
): Promise<boolean> {
  const { count } = await tx.grant.updateMany({
    where: { tenantId, id, version, endedAt: null, expiresAt: { gt: new Date() } },
    data: { groups, version: { increment: 1 } },
  });
  return count === 1;
}

/** One statement, and so one revocation, however many there are. */
export async function shortenGrants(tx: Tx, tenantId: TenantId, daysMax: number): Promise<number> {
  return await tx.$executeRaw`
    UPDATE tenant.grants SET expires_at = created_at + make_interval(days => ${daysMax}::integer)
    WHERE tenant_id = ${tenantId}::uuid AND ended_at IS NULL AND expires_at > now()
      AND expires_at > created_at + make_interval(days => ${daysMax}::integer)`;
}

/** One statement, and so one revocation, however many there are. */
export async function endAllGrants(
  tx: Tx,
  tenantId: TenantId,
  by: { endedBy: PersonId; endedReason: "admin" | "tenant_deleted" },
): Promise<number> {
  const { count } = await tx.grant.updateMany({
    where: { tenantId, endedAt: null },
    data: { endedAt: new Date(), ...by },
  });
  return count;
}

export async function countLiveGrants(
  tx: Tx,
  tenantId: TenantId,
): Promise<{ connections: number; people: number }> {
  const rows = await tx.$queryRaw<{ connections: number; people: number }[]>`
    SELECT count(*)::int AS connections, count(DISTINCT person_id)::int AS people FROM tenant.grants
    WHERE tenant_id = ${tenantId}::uuid AND connected_at IS NOT NULL AND ended_at IS NULL AND expires_at > now()`;
  return rows[0] ?? { connections: 0, people: 0 };
}
