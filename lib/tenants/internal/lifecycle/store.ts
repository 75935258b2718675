import "#server-only";
import type { MembershipId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import { inPerson } from "#lib/platform/db/in-person.ts";
import { inSystem } from "#lib/platform/db/in-system.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { AUDIT_DAYS } from "../../policy.ts";
import { findMemberName, reopenWays } from "../settings/store.ts";

export type { Tx } from "#lib/platform/db/tx.ts";

/** Whether the organisation's tools are paused; one query, for what the gateway remembers. */
export async function findPausedAt(tenantId: TenantId): Promise<Date | null> {
  const { rows } = await appSql().query<{ paused_at: Date | null }>({
    name: "find-pause",
    text: "SELECT tenant.find_pause($1) AS paused_at",
    values: [tenantId],
  });
  return rows[0]?.paused_at ?? null;
}

/** False when it was so already. */
export async function setPause(
  tx: Tx,
  tenantId: TenantId,
  { by, now }: { by: PersonId; now: Date },
): Promise<boolean> {
  const { count } = await tx.tenant.updateMany({
    where: { id: tenantId, pausedAt: null },
    data: { pausedAt: now, pausedBy: by },
  });
  return count === 1;
}

/** False when it was so already. */
export async function clearPause(tx: Tx, tenantId: TenantId): Promise<boolean> {
  const { count } = await tx.tenant.updateMany({
    where: { id: tenantId, pausedAt: { not: null } },
    data: { pausedAt: null, pausedBy: null },
  });
  return count === 1;
}

/** Makes a member who is none yet an owner; null when there is no such member to make one. */
export async function promoteToOwner(
  tx: Tx,
  tenantId: TenantId,
  email: string,
): Promise<{ personId: PersonId; role: string } | null> {
  const member = await tx.membership.findFirst({
    where: { tenantId, email, role: { not: "owner" }, status: "active" },
    select: { id: true, personId: true, role: true },
  });
  if (!member) return null;
  const { count } = await tx.membership.updateMany({
    where: { tenantId, id: member.id, role: member.role, status: "active" },
    data: { role: "owner", version: { increment: 1 } },
  });
  return count === 1 ? { personId: member.personId as PersonId, role: member.role } : null;
}

/** False when that member is no owner any more. */
export async function demoteToAdmin(
  tx: Tx,
  tenantId: TenantId,
  membershipId: MembershipId,
): Promise<boolean> {
  const { count } = await tx.membership.updateMany({
    where: { tenantId, id: membershipId, role: "owner", status: "active" },
    data: { role: "admin", version: { increment: 1 } },
  });
  return count === 1;
}

/** The addresses of everybody who owns it. */
export async function findOwnerAddresses(tx: Tx, tenantId: TenantId): Promise<string[]> {
  const rows = await tx.membership.findMany({
    where: { tenantId, role: "owner", status: "active" },
    orderBy: { id: "asc" },
    take: 100,
    select: { email: true },
  });
  return rows.map(({ email }) => email);
}

export async function isSandbox(tx: Tx, tenantId: TenantId): Promise<boolean> {
  const where = { id: tenantId, isSandbox: true };
  return (await tx.tenant.findFirst({ where, select: { id: true } })) !== null;
}

/** Stops everything the organisation does until `purgeAt`; false when it is deleted already. */
export async function markDeleted(
  tx: Tx,
  tenantId: TenantId,
  { by, now, purgeAt }: { by: PersonId; now: Date; purgeAt: Date },
): Promise<boolean> {
  const { count } = await tx.tenant.updateMany({
    where: { id: tenantId, deletedAt: null },
    data: { deletedAt: now, deletedBy: by, purgeAt, status: "suspended", pausedAt: null, pausedBy: null },
  });
  return count === 1;
}

/** Gives a deleted organisation back, as long as nothing of it was removed; one the operator suspended stays so. */
export async function clearDeletion(
  tenantId: TenantId,
  now: Date,
  record: (tx: Tx) => Promise<void>,
): Promise<boolean> {
  return await inTenant(tenantId, async (tx) => {
    const where = { id: tenantId, deletedAt: { not: null }, purgedAt: null, purgeAt: { gt: now } };
    const data = { deletedAt: null, deletedBy: null, purgeAt: null };
    const active = await tx.tenant.updateMany({
      where: { ...where, suspendedAt: null },
      data: { ...data, status: "active" },
    });
    const { count } = active.count === 1 ? active : await tx.tenant.updateMany({ where, data });
    if (count === 1) await record(tx);
    return count === 1;
  });
}

/** Takes the secret of company sign-in away with all that was set up for it. */
export async function deleteSsoConnection(tx: Tx, tenantId: TenantId): Promise<void> {
  await reopenWays(tx, tenantId);
  await tx.ssoConnection.deleteMany({ where: { tenantId } });
}

/** Suspends it for the operator, with whatever `record` adds; false when it is suspended already, or purged. */
export async function markSuspended(
  tenantId: TenantId,
  now: Date,
  record: (tx: Tx) => Promise<void>,
): Promise<boolean> {
  return await inTenant(tenantId, async (tx) => {
    const { count } = await tx.tenant.updateMany({
      where: { id: tenantId, suspendedAt: null, purgedAt: null },
      data: { suspendedAt: now, status: "suspended" },
    });
    if (count === 1) await record(tx);
    return count === 1;
  });
}

/** Lifts that suspension; a deleted one stays deleted. */
export async function clearSuspension(
  tenantId: TenantId,
  record: (tx: Tx) => Promise<void>,
): Promise<boolean> {
  return await inTenant(tenantId, async (tx) => {
    const where = { id: tenantId, suspendedAt: { not: null }, purgedAt: null };
    const active = await tx.tenant.updateMany({
      where: { ...where, deletedAt: null },
      data: { suspendedAt: null, status: "active" },
    });
    const { count } =
      active.count === 1 ? active : await tx.tenant.updateMany({ where, data: { suspendedAt: null } });
    if (count === 1) await record(tx);
    return count === 1;
  });
}

export type NamedTenant = {
  id: TenantId;
  slug: string;
  name: string;
  suspendedAt: Date | null;
  deletedAt: Date | null;
  isSandbox: boolean;
};

/** For the operator's command. */
export async function findTenantBySlug(slug: string): Promise<NamedTenant | null> {
  const row = await inSystem("name_tenant", (tx) =>
    tx.tenant.findFirst({
      where: { slug },
      select: { id: true, slug: true, name: true, suspendedAt: true, deletedAt: true, isSandbox: true },
    }),
  );
  return row && { ...row, id: row.id as TenantId };
}

/** What the organisation is called now that had that slug lately, if this person belongs to it. */
export async function findFormerSlug(personId: PersonId, slug: string): Promise<string | null> {
  const row = await inPerson(personId, (tx) =>
    tx.formerSlug.findFirst({
      where: {
        slug,
        heldUntil: { gt: new Date() },
        tenant: { memberships: { some: { personId, status: "active" } } },
      },
      select: { tenant: { select: { slug: true } } },
    }),
  );
  return row?.tenant.slug ?? null;
}

/** Who deleted it, when, and until when that can be undone; null where it was not deleted. */
export async function findStop(
  tenantId: TenantId,
): Promise<{ deletedAt: Date; deletedByName: string | null; purgeAt: Date } | null> {
  return await inTenant(tenantId, async (tx) => {
    const row = await tx.tenant.findFirst({
      where: { id: tenantId },
      select: { deletedAt: true, deletedBy: true, purgeAt: true },
    });
    if (!row?.deletedAt || !row.purgeAt) return null;
    const { deletedAt, purgeAt } = row;
    return { deletedAt, purgeAt, deletedByName: await findMemberName(tx, tenantId, row.deletedBy) };
  });
}

/** Organisations to be removed, those waiting longest first; `isPurged` ones have only their audit log left. */
export async function findDueTenants(
  now: Date,
  limit: number,
): Promise<{ tenantId: TenantId; isPurged: boolean }[]> {
  const yearAgo = new Date(now.getTime() - AUDIT_DAYS * 86_400_000);
  const rows = await inSystem("purge_tenants", (tx) =>
    tx.tenant.findMany({
      where: {
        purgeAt: { lte: now },
        OR: [{ purgedAt: null }, { purgedAt: { lt: yearAgo }, name: { not: "" } }],
      },
      orderBy: { purgeAt: "asc" },
      take: limit,
      select: { id: true, purgedAt: true },
    }),
  );
  return rows.map(({ id, purgedAt }) => ({ tenantId: id as TenantId, isPurged: purgedAt !== null }));
}

/** Removes at most so many rows of every table; how many went. Refused by the database for one that is not due. */
export async function purgeRows(tenantId: TenantId, atMost: number): Promise<number> {
  const ours = await purgeBy("purge-rows", "tenant.purge_rows", tenantId, atMost);
  return ours + (await purgeBy("purge-kept-rows", "tenant.purge_kept_rows", tenantId, atMost));
}

async function purgeBy(name: string, purge: string, tenantId: TenantId, atMost: number): Promise<number> {
  const { rows } = await appSql().query<{ gone: string }>({
    name,
    text: `SELECT ${purge}($1, $2) AS gone`,
    values: [tenantId, atMost],
  });
  return Number(rows[0]?.gone ?? 0);
}

export async function markPurged(
  tenantId: TenantId,
  now: Date,
  record: (tx: Tx) => Promise<void>,
): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const { count } = await tx.tenant.updateMany({
      where: { id: tenantId, purgedAt: null },
      data: { purgedAt: now, logoHash: null },
    });
    if (count === 1) await record(tx);
  });
}

/** Of the organisation only what must not be given out again is left. */
export async function markForgotten(tenantId: TenantId): Promise<void> {
  await inTenant(tenantId, (tx) =>
    tx.tenant.updateMany({ where: { id: tenantId }, data: { name: "", deletedBy: null } }),
  );
}

/** Forgets slugs that are held for nobody any more. */
export async function deleteFormerSlugs(): Promise<void> {
  await appSql().query("SELECT tenant.purge_former_slugs()");
}
