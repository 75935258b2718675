import "#server-only";
import type { GrantId, MembershipId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import { inPerson } from "#lib/platform/db/in-person.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { ClientIdentity } from "./schema.ts";

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

const SELECT = {
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
  membership: { select: { name: true, email: true } },
  tenant: { select: { name: true, slug: true } },
} as const;

const NEWEST_FIRST = [{ createdAt: "desc" }, { id: "desc" }] as const;

export async function insertGrant(tx: Tx, tenantId: TenantId, row: NewGrantRow): Promise<void> {
  await tx.grant.create({ data: { ...row, tenantId }, select: { id: true } });
}

/** True while this person belongs to the organisation and it is not suspended. */
export async function isLiveMember(
  tx: Tx,
  tenantId: TenantId,
  { membershipId, personId }: { membershipId: MembershipId; personId: PersonId },
): Promise<boolean> {
  const where = { tenantId, id: membershipId, personId, tenant: { status: "active" } } as const;
  return (await tx.membership.count({ where })) === 1;
}

export async function findGrant(tx: Tx, tenantId: TenantId, id: GrantId): Promise<GrantRow | null> {
  return (await tx.grant.findFirst({ where: { tenantId, id }, select: SELECT })) as GrantRow | null;
}

/** A yes that no app came for is not a connection. */
const IS_CONNECTED = { connectedAt: { not: null } } as const;

/** One page of an organisation's connections, or of one person's in it; one row more than `limit` if there is more. */
export async function findGrants(
  tx: Tx,
  tenantId: TenantId,
  { personId, after, limit }: { personId?: PersonId; after?: string | undefined; limit: number },
): Promise<GrantRow[]> {
  return (await tx.grant.findMany({
    where: { tenantId, ...IS_CONNECTED, ...(personId ? { personId } : {}) },
    orderBy: [...NEWEST_FIRST],
    take: limit + 1,
    ...(after ? { cursor: { tenantId_id: { tenantId, id: after } }, skip: 1 } : {}),
    select: SELECT,
  })) as GrantRow[];
}

/** This person's connections in all their organisations. */
export async function findOwnGrants(personId: PersonId, limit: number): Promise<GrantRow[]> {
  return (await inPerson(personId, (tx) =>
    tx.grant.findMany({
      where: { personId, ...IS_CONNECTED },
      orderBy: [...NEWEST_FIRST],
      take: limit,
      select: SELECT,
    }),
  )) as GrantRow[];
}

/** When this person last connected that app to that organisation, if such a connection is live. */
export async function findLiveGrantTime(
  tx: Tx,
  tenantId: TenantId,
  { personId, clientId }: { personId: PersonId; clientId: string },
): Promise<Date | null> {
  const row = await tx.grant.findFirst({
    where: { tenantId, personId, clientId, ...IS_CONNECTED, endedAt: null, expiresAt: { gt: new Date() } },
    orderBy: [...NEWEST_FIRST],
    select: { createdAt: true },
  });
  return row?.createdAt ?? null;
}

/** Ends a live grant; false when it had ended before or is not this tenant's. */
export async function endGrant(
  tx: Tx,
  tenantId: TenantId,
  { id, endedBy, endedReason }: { id: GrantId; endedBy: PersonId; endedReason: "person" | "admin" },
): Promise<boolean> {
  const { count } = await tx.grant.updateMany({
    where: { tenantId, id, endedAt: null },
    data: { endedAt: new Date(), endedBy, endedReason },
  });
  return count === 1;
}
