import "#server-only";
import type { InvitationId, MembershipId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { escapeLike } from "#lib/platform/db/escape-like.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";

export type { Tx } from "#lib/platform/db/tx.ts";
export type InvitationRow = {
  id: InvitationId;
  email: string;
  role: Role;
  note: string;
  createdAt: Date;
  sentAt: Date;
  sentCount: number;
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
  inviter: { name: string; email: string };
};
export type Place = { tenantId: TenantId; invitationId: InvitationId };

const INVITATION = {
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
  inviter: { select: { name: true, email: true } },
} as const;
const PENDING = { acceptedAt: null, revokedAt: null } as const;

type PlaceRow = { tenant_id: TenantId; invitation_id: InvitationId };
const toPlace = (row: PlaceRow): Place => ({ tenantId: row.tenant_id, invitationId: row.invitation_id });

/** Where the invitation of that token is, whatever became of it. */
export async function findPlace(hash: string): Promise<Place | null> {
  const { rows } = await appSql().query<PlaceRow>({
    name: "find-invitation",
    text: "SELECT tenant_id, invitation_id FROM tenant.find_invitation($1)",
    values: [hash],
  });
  return rows[0] ? toPlace(rows[0]) : null;
}

/** Where invitations of that address wait, at most twenty. */
export async function findPlacesOf(address: string): Promise<Place[]> {
  const { rows } = await appSql().query<PlaceRow>({
    name: "find-invitations-of",
    text: "SELECT tenant_id, invitation_id FROM tenant.find_invitations_of($1)",
    values: [address],
  });
  return rows.map(toPlace);
}

export type Inviting = { id: TenantId; slug: string; name: string; address: string };

/** In the organisation that invites, for somebody who does not belong to it; null when either is gone. */
export async function inPlace<Result>(
  { tenantId, invitationId }: Place,
  run: (tx: Tx, tenant: Inviting, row: InvitationRow) => Promise<Result>,
): Promise<Result | null> {
  return await inTenant(tenantId, async (tx) => {
    const tenant = await tx.tenant.findFirst({
      where: { id: tenantId, status: "active" },
      select: { slug: true, name: true, address: true },
    });
    const row = await findInvitationRow(tx, tenantId, invitationId);
    return tenant && row ? await run(tx, { id: tenantId, ...tenant }, row) : null;
  });
}

export async function findInvitationRow(
  tx: Tx,
  tenantId: TenantId,
  id: InvitationId,
): Promise<InvitationRow | null> {
  return (await tx.invitation.findFirst({
    where: { tenantId, id },
    select: INVITATION,
  })) as InvitationRow | null;
}

/** Those that wait of one organisation, newest first, or those of an address; one more than `limit` if there is more. */
export async function findInvitations(
  tx: Tx,
  tenantId: TenantId,
  page: { text?: string | undefined; after?: string | undefined; limit: number },
): Promise<InvitationRow[]> {
  const { text, after, limit } = page;
  return (await tx.invitation.findMany({
    where: {
      tenantId,
      ...PENDING,
      ...(text ? { email: { contains: escapeLike(text) } } : {}),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    ...(after ? { cursor: { tenantId_id: { tenantId, id: after } }, skip: 1 } : {}),
    select: INVITATION,
  })) as InvitationRow[];
}

/** Makes whoever invites to this organisation take turns, so that its limits hold. */
export async function lockInvitations(tx: Tx, tenantId: TenantId): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`invitations:${tenantId}`}, 0))::text`;
}

/** How many wait and can still be accepted, and how many were made since then. */
export async function countInvitations(
  tx: Tx,
  tenantId: TenantId,
  { now, since }: { now: Date; since: Date },
): Promise<{ pending: number; recent: number }> {
  const pending = await tx.invitation.count({ where: { tenantId, ...PENDING, expiresAt: { gt: now } } });
  const recent = await tx.invitation.count({ where: { tenantId, createdAt: { gte: since } } });
  return { pending, recent };
}

/** Those in the list: expired ones too, until somebody revokes them. */
export async function countWaitingInvitations(tx: Tx, tenantId: TenantId): Promise<number> {
  return await tx.invitation.count({ where: { tenantId, ...PENDING } });
}

export async function findPendingOf(
  tx: Tx,
  tenantId: TenantId,
  addresses: readonly string[],
): Promise<Map<string, { id: InvitationId; sentCount: number }>> {
  const rows = await tx.invitation.findMany({
    where: { tenantId, ...PENDING, email: { in: [...addresses] } },
    select: { id: true, email: true, sentCount: true },
  });
  return new Map(rows.map(({ id, email, sentCount }) => [email, { id: id as InvitationId, sentCount }]));
}

type NewInvitation = {
  id: InvitationId;
  email: string;
  role: Role;
  note: string;
  tokenHash: string;
  invitedBy: MembershipId;
  sentAt: Date;
  expiresAt: Date;
};

export async function insertInvitation(tx: Tx, tenantId: TenantId, row: NewInvitation): Promise<void> {
  await tx.invitation.create({ data: { tenantId, ...row }, select: { id: true } });
}

type Renewed = Omit<NewInvitation, "id" | "email">;

/** Sends a waiting one again: a fresh link, a new date, and whoever sends it stands for it. */
export async function renewInvitation(
  tx: Tx,
  tenantId: TenantId,
  { id, data }: { id: InvitationId; data: Renewed },
): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({
    where: { tenantId, id, ...PENDING },
    data: { ...data, sentCount: { increment: 1 } },
  });
  return count === 1;
}

export async function saveLinkHash(
  tx: Tx,
  tenantId: TenantId,
  { id, linkHash, now }: { id: InvitationId; linkHash: string; now: Date },
): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({
    where: { tenantId, id, ...PENDING, expiresAt: { gt: now } },
    data: { linkHash },
  });
  return count === 1;
}

/** Takes a waiting invitation of that address; of two at once one does. */
export async function spendInvitation(
  tx: Tx,
  tenantId: TenantId,
  { id, email, by, now }: { id: InvitationId; email: string; by: PersonId; now: Date },
): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({
    where: { tenantId, id, email, ...PENDING, expiresAt: { gt: now } },
    data: { acceptedAt: now, acceptedBy: by },
  });
  return count === 1;
}

type Revoking = { by: PersonId; now: Date };

export async function revokeInvitationRow(
  tx: Tx,
  tenantId: TenantId,
  { id, by, now }: Revoking & { id: InvitationId },
): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({
    where: { tenantId, id, ...PENDING },
    data: { revokedAt: now, revokedBy: by },
  });
  return count === 1;
}

/** Takes back what somebody sent and could not send any more: all but the roles they may still give. */
export async function revokeInvitationsBy(
  tx: Tx,
  tenantId: TenantId,
  { invitedBy, givable, by, now }: Revoking & { invitedBy: MembershipId; givable: readonly Role[] },
): Promise<number> {
  const { count } = await tx.invitation.updateMany({
    where: { tenantId, invitedBy, ...PENDING, role: { notIn: [...givable] } },
    data: { revokedAt: now, revokedBy: by },
  });
  return count;
}

/** What waited for an address that has joined by another way. */
export async function closeInvitationsOf(
  tx: Tx,
  tenantId: TenantId,
  { email, by, now }: { email: string; by: PersonId; now: Date },
): Promise<void> {
  await tx.invitation.updateMany({
    where: { tenantId, email, ...PENDING },
    data: { acceptedAt: now, acceptedBy: by },
  });
}

/** Removes at most that many invitations that ended so many days ago, of all organisations; how many went. */
export async function deleteOldInvitations(days: number, rowsMax: number): Promise<number> {
  const { rows } = await appSql().query<{ gone: string }>("SELECT tenant.purge_invitations($1, $2) AS gone", [
    days,
    rowsMax,
  ]);
  return Number(rows[0]?.gone ?? 0);
}
