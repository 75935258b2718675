import "#server-only";
import type { MembershipId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import type { Tx } from "#lib/platform/db/tx.ts";

export type { Tx } from "#lib/platform/db/tx.ts";
export type MemberStatus = "active" | "suspended" | "removed";
export type MemberRecord = {
  id: MembershipId;
  personId: PersonId;
  email: string;
  name: string;
  role: Role;
  status: MemberStatus;
  version: number;
  lastActiveAt: Date | null;
  createdAt: Date;
};
export type MemberUse = { connections: number; lastUsedAt: Date | null };

const MEMBER = {
  id: true,
  personId: true,
  email: true,
  name: true,
  role: true,
  status: true,
  version: true,
  lastActiveAt: true,
  createdAt: true,
} as const;

export async function countMembers(tx: Tx, tenantId: TenantId): Promise<number> {
  return await tx.membership.count({ where: { tenantId, status: { not: "removed" } } });
}

/** Somebody who belongs to the organisation or is suspended there. */
export async function findMember(tx: Tx, tenantId: TenantId, id: MembershipId): Promise<MemberRecord | null> {
  return (await tx.membership.findFirst({
    where: { tenantId, id, status: { not: "removed" } },
    select: MEMBER,
  })) as MemberRecord | null;
}

/** The membership of that person whatever its status, held until the transaction ends. */
export async function lockMemberOf(
  tx: Tx,
  tenantId: TenantId,
  personId: PersonId,
): Promise<{ id: MembershipId; role: Role; status: MemberStatus } | null> {
  const rows = await tx.$queryRaw<{ id: MembershipId; role: Role; status: MemberStatus }[]>`
    SELECT m.id, m.role::text AS role, m.status::text AS status FROM tenant.memberships m
    WHERE m.tenant_id = ${tenantId}::uuid AND m.person_id = ${personId}::uuid FOR UPDATE`;
  return rows[0] ?? null;
}

export async function findStatusOf(
  tx: Tx,
  tenantId: TenantId,
  personId: PersonId,
): Promise<MemberStatus | null> {
  const row = await tx.membership.findFirst({ where: { tenantId, personId }, select: { status: true } });
  return row?.status ?? null;
}

/** Where mail about the organisation's people goes: to at most twenty who may decide about them. */
export async function findAdminAddresses(tx: Tx, tenantId: TenantId): Promise<string[]> {
  const rows = await tx.membership.findMany({
    where: { tenantId, role: { in: ["owner", "admin"] }, status: "active" },
    orderBy: [{ role: "asc" }, { id: "asc" }],
    take: 20,
    select: { email: true },
  });
  return rows.map(({ email }) => email);
}

/**
 * The active owners, held until the transaction ends: of two who end each other's ownership at once the second sees
 * what the first did.
 */
export async function lockOwners(tx: Tx, tenantId: TenantId): Promise<MembershipId[]> {
  const rows = await tx.$queryRaw<{ id: MembershipId }[]>`
    SELECT m.id FROM tenant.memberships m
    WHERE m.tenant_id = ${tenantId}::uuid AND m.role = 'owner' AND m.status = 'active'
    ORDER BY m.id FOR UPDATE`;
  return rows.map(({ id }) => id);
}

/** Those of these addresses that belong to somebody here already, suspended or not. */
export async function findMemberAddresses(
  tx: Tx,
  tenantId: TenantId,
  addresses: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.membership.findMany({
    where: { tenantId, email: { in: [...addresses] }, status: { not: "removed" } },
    select: { email: true },
  });
  return new Set(rows.map(({ email }) => email));
}

/** Live connections of these people here, and when one was last used. */
export async function findUse(
  tx: Tx,
  tenantId: TenantId,
  personIds: readonly PersonId[],
): Promise<Map<PersonId, MemberUse>> {
  const rows = await tx.$queryRaw<(MemberUse & { personId: PersonId })[]>`
    SELECT g.person_id AS "personId", max(g.last_used_at) AS "lastUsedAt",
      (count(*) FILTER (WHERE g.ended_at IS NULL AND g.expires_at > now()))::int AS connections
    FROM tenant.grants g
    WHERE g.tenant_id = ${tenantId}::uuid AND g.person_id = ANY (${[...personIds]}::uuid[])
      AND g.connected_at IS NOT NULL
    GROUP BY g.person_id`;
  return new Map(rows.map(({ personId, ...use }) => [personId, use]));
}

/** How many organisations this person owns, here and elsewhere. */
export async function countOwned(tx: Tx, personId: PersonId): Promise<number> {
  const rows = await tx.$queryRaw<{ owned: bigint }[]>`
    SELECT tenant.count_owned(${personId}::uuid) AS owned`;
  return Number(rows[0]?.owned ?? 0);
}

type Change = { role: Role } | { status: MemberStatus; statusBy: PersonId; statusAt: Date };

/** Changes the row somebody saw; false when it is another by now, or none. */
export async function updateMember(
  tx: Tx,
  tenantId: TenantId,
  { id, version, data }: { id: MembershipId; version: number; data: Change },
): Promise<boolean> {
  const { count } = await tx.membership.updateMany({
    where: { tenantId, id, version, status: { not: "removed" } },
    data: { ...data, version: { increment: 1 } },
  });
  return count === 1;
}

type NewMembership = { id: MembershipId; personId: PersonId; email: string; name: string; role: Role };

/** Adds somebody who never belonged here. */
export async function addMembership(tx: Tx, tenantId: TenantId, member: NewMembership): Promise<void> {
  await tx.membership.create({ data: { tenantId, ...member }, select: { id: true } });
}

/** Gives somebody who was removed their row back. */
export async function reviveMembership(
  tx: Tx,
  tenantId: TenantId,
  { id, personId, ...data }: NewMembership,
): Promise<void> {
  const now = new Date();
  await tx.membership.updateMany({
    where: { tenantId, id, personId, status: "removed" },
    data: {
      ...data,
      status: "active",
      statusBy: personId,
      statusAt: now,
      createdAt: now,
      version: { increment: 1 },
    },
  });
}

/** Writes down, once an hour at most, that this member was here. */
export async function touchMember(tenantId: TenantId, id: MembershipId, now: Date): Promise<void> {
  const stale = new Date(now.getTime() - 60 * 60 * 1000);
  await inTenant(tenantId, (tx) =>
    tx.membership.updateMany({
      where: { tenantId, id, OR: [{ lastActiveAt: null }, { lastActiveAt: { lt: stale } }] },
      data: { lastActiveAt: now },
    }),
  );
}

/** The member has seen enough of the first steps. */
export async function closeChecklistOf(tx: Tx, tenantId: TenantId, id: MembershipId): Promise<void> {
  await tx.membership.updateMany({ where: { tenantId, id }, data: { checklistClosedAt: new Date() } });
}
