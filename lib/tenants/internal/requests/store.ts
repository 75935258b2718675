import "#server-only";
import type { AccessRequestId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";

export type { Tx } from "#lib/platform/db/tx.ts";
export type AccessRequestRow = {
  id: AccessRequestId;
  personId: PersonId;
  email: string;
  name: string;
  note: string;
  createdAt: Date;
};

const REQUEST = { id: true, personId: true, email: true, name: true, note: true, createdAt: true } as const;

/** The active organisation with that short name, or that last part of its MCP address. */
export async function findJoinable(name: string): Promise<TenantId | null> {
  const { rows } = await appSql().query<{ tenant_id: TenantId }>({
    name: "find-joinable",
    text: "SELECT tenant_id FROM tenant.find_joinable($1)",
    values: [name],
  });
  return rows[0]?.tenant_id ?? null;
}

/** The active organisation that proved this mail domain. */
export async function findDomainOwner(
  domain: string,
): Promise<{ tenantId: TenantId; name: string; slug: string } | null> {
  const { rows } = await appSql().query<{ tenant_id: TenantId }>({
    name: "find-domain-owner",
    text: "SELECT tenant_id FROM tenant.find_domain_owner($1)",
    values: [domain],
  });
  const tenantId = rows[0]?.tenant_id;
  if (tenantId === undefined) return null;
  const tenant = await inTenant(tenantId, (tx) =>
    tx.tenant.findFirst({ where: { id: tenantId }, select: { name: true, slug: true } }),
  );
  return tenant && { tenantId, ...tenant };
}

/** In an organisation that somebody who does not belong to it asks to join; null when it is gone. */
export async function inOrganisation<Result>(
  tenantId: TenantId,
  run: (tx: Tx, tenant: { name: string; slug: string }) => Promise<Result>,
): Promise<Result | null> {
  return await inTenant(tenantId, async (tx) => {
    const where = { id: tenantId, status: "active" } as const;
    const tenant = await tx.tenant.findFirst({ where, select: { name: true, slug: true } });
    return tenant && (await run(tx, tenant));
  });
}

export async function countWaitingRequests(tx: Tx, tenantId: TenantId): Promise<number> {
  return await tx.accessRequest.count({ where: { tenantId, state: "pending" } });
}

/** Whether one of this person waits, or was declined after `since`, and how many wait of everybody. */
export async function findRequestFacts(
  tx: Tx,
  tenantId: TenantId,
  { personId, since }: { personId: PersonId; since: Date },
): Promise<{ isWaiting: boolean; isDeclined: boolean; waiting: number }> {
  const own = await tx.accessRequest.findMany({
    where: {
      tenantId,
      personId,
      OR: [{ state: "pending" }, { state: "declined", decidedAt: { gte: since } }],
    },
    select: { state: true },
  });
  const waiting = await countWaitingRequests(tx, tenantId);
  return {
    isWaiting: own.some(({ state }) => state === "pending"),
    isDeclined: own.some(({ state }) => state === "declined"),
    waiting,
  };
}

/** False when one of this person waits already. */
export async function insertRequest(
  tx: Tx,
  tenantId: TenantId,
  row: Omit<AccessRequestRow, "createdAt">,
): Promise<boolean> {
  const data = [{ tenantId, ...row }];
  return (await tx.accessRequest.createMany({ data, skipDuplicates: true })).count === 1;
}

/** Those that wait, the longest first; one more than `limit` if there is more. */
export async function findRequests(
  tx: Tx,
  tenantId: TenantId,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<AccessRequestRow[]> {
  return (await tx.accessRequest.findMany({
    where: { tenantId, state: "pending" },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: limit + 1,
    ...(after ? { cursor: { tenantId_id: { tenantId, id: after } }, skip: 1 } : {}),
    select: REQUEST,
  })) as AccessRequestRow[];
}

export async function findRequest(
  tx: Tx,
  tenantId: TenantId,
  id: AccessRequestId,
): Promise<(AccessRequestRow & { state: "pending" | "approved" | "declined" }) | null> {
  return (await tx.accessRequest.findFirst({
    where: { tenantId, id },
    select: { ...REQUEST, state: true },
  })) as (AccessRequestRow & { state: "pending" | "approved" | "declined" }) | null;
}

/** Decides one that waits; of two who decide at once one does. */
export async function decideRequest(
  tx: Tx,
  tenantId: TenantId,
  decision: { id: AccessRequestId; state: "approved" | "declined"; by: PersonId; now: Date },
): Promise<boolean> {
  const { id, state, by, now } = decision;
  const { count } = await tx.accessRequest.updateMany({
    where: { tenantId, id, state: "pending" },
    data: { state, decidedBy: by, decidedAt: now },
  });
  return count === 1;
}

/** What waited of somebody who has joined by another way. */
export async function closeRequestsOf(
  tx: Tx,
  tenantId: TenantId,
  { personId, by, now }: { personId: PersonId; by: PersonId; now: Date },
): Promise<void> {
  await tx.accessRequest.updateMany({
    where: { tenantId, personId, state: "pending" },
    data: { state: "approved", decidedBy: by, decidedAt: now },
  });
}

/** Removes at most that many requests that were decided, or made and never decided, so many days ago; how many went. */
export async function deleteOldRequests(days: number, rowsMax: number): Promise<number> {
  const { rows } = await appSql().query<{ gone: string }>(
    "SELECT tenant.purge_access_requests($1, $2) AS gone",
    [days, rowsMax],
  );
  return Number(rows[0]?.gone ?? 0);
}
