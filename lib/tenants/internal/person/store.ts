import "#server-only";
import type { MembershipId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { Prisma } from "#lib/platform/db/generated/client.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { MemberStatus } from "../members/store.ts";

export type { Tx } from "#lib/platform/db/tx.ts";
/** Whose records are meant: the account, and the address they use. */
export type Person = { personId: PersonId; email: string };

/** The organisations in which something of that person or address is kept. */
export async function findPlaces({ personId, email }: Person): Promise<TenantId[]> {
  const { rows } = await appSql().query<{ tenant_id: TenantId }>({
    name: "find-person-places",
    text: "SELECT tenant_id FROM tenant.find_person_places($1, $2)",
    values: [personId, email],
  });
  return rows.map(({ tenant_id }) => tenant_id);
}

export type PlaceRow = {
  name: string;
  slug: string;
  suspendedAt: Date | null;
  deletedAt: Date | null;
  membership: { id: MembershipId; email: string; role: Role; status: MemberStatus } | null;
};

/** An organisation and who the person is there; null when it is gone. */
export async function findPlace(tx: Tx, tenantId: TenantId, personId: PersonId): Promise<PlaceRow | null> {
  const row = await tx.tenant.findFirst({
    where: { id: tenantId },
    select: {
      name: true,
      slug: true,
      suspendedAt: true,
      deletedAt: true,
      memberships: {
        where: { tenantId, personId },
        select: { id: true, email: true, role: true, status: true },
      },
    },
  });
  if (row === null) return null;
  const { memberships, ...place } = row;
  return { ...place, membership: (memberships[0] as PlaceRow["membership"] | undefined) ?? null };
}

export async function countOwners(tx: Tx, tenantId: TenantId): Promise<number> {
  return await tx.membership.count({ where: { tenantId, role: "owner", status: "active" } });
}

/** Ends a membership that has not ended, and takes name, address and what else says something out of its row. */
export async function eraseMembership(
  tx: Tx,
  tenantId: TenantId,
  member: { id: MembershipId; personId: PersonId; name: string; email: string; by: PersonId | null },
): Promise<void> {
  const { id, personId, name, email, by } = member;
  const where = { tenantId, id, personId };
  await tx.membership.updateMany({
    where: { ...where, status: { not: "removed" } },
    data: { status: "removed", statusBy: by, statusAt: new Date() },
  });
  await tx.membership.updateMany({
    where,
    data: { name, email, lastActiveAt: null, checklistClosedAt: null, version: { increment: 1 } },
  });
}

/** Requests to join, invitations of the address, and what a provider said of whoever tested company sign-in. */
export async function deleteTraces(tx: Tx, tenantId: TenantId, { personId, email }: Person): Promise<void> {
  await tx.accessRequest.deleteMany({ where: { tenantId, personId } });
  await tx.invitation.deleteMany({ where: { tenantId, email } });
  await tx.ssoConnection.updateMany({
    where: { tenantId, testedBy: personId },
    data: { testedClaims: Prisma.DbNull },
  });
}

/** Everything of them in one organisation that this room keeps, as stored but for hashes. */
export async function readRecords(tx: Tx, tenantId: TenantId, { personId, email }: Person) {
  const organisation = await tx.tenant.findFirst({
    where: { id: tenantId },
    select: { id: true, name: true, slug: true },
  });
  const membership = await tx.membership.findFirst({
    where: { tenantId, personId },
    select: {
      id: true,
      email: true,
      name: true,
      role: true,
      status: true,
      statusAt: true,
      lastActiveAt: true,
      createdAt: true,
    },
  });
  const invitations = await tx.invitation.findMany({
    where: { tenantId, email },
    orderBy: { createdAt: "asc" },
    select: {
      id: true,
      email: true,
      role: true,
      note: true,
      createdAt: true,
      sentAt: true,
      sentCount: true,
      expiresAt: true,
      acceptedAt: true,
      revokedAt: true,
    },
  });
  const requestsToJoin = await tx.accessRequest.findMany({
    where: { tenantId, personId },
    orderBy: { createdAt: "asc" },
    select: { id: true, email: true, name: true, note: true, state: true, createdAt: true, decidedAt: true },
  });
  const tested = await tx.ssoConnection.findFirst({
    where: { tenantId, testedBy: personId },
    select: { testedAt: true, testedClaims: true },
  });
  return { organisation, membership, invitations, requestsToJoin, companySignInTest: tested };
}
