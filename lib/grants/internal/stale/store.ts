import "#server-only";
import type { GrantId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";

/** Past its time, or not used for longer than the organisation wants. */
export type StaleGrant = {
  tenantId: TenantId;
  id: GrantId;
  reason: "expired" | "idle";
  /** The organisation's, in days. */
  idleDaysMax: number;
  lastUsedAt: Date | null;
};

export type EndedStale = { id: GrantId; personId: PersonId; clientName: string };

/** The connections of all organisations whose time is over, those of one person together. */
export async function findStaleGrants(limit: number): Promise<StaleGrant[]> {
  const { rows } = await appSql().query<StaleGrant>({
    name: "find-stale-grants",
    text: `SELECT tenant_id AS "tenantId", id, reason, idle_days_max AS "idleDaysMax", last_used_at AS "lastUsedAt"
           FROM tenant.find_stale_grants($1)`,
    values: [limit],
  });
  return rows;
}

/** One transaction in which `end` does the rest. */
export async function inStaleTenant(tenantId: TenantId, end: (tx: Tx) => Promise<void>): Promise<void> {
  await inTenant(tenantId, end);
}

/** Ends one of them unless it was used or ended since it was found; null then. */
export async function endStaleGrant(
  tx: Tx,
  { tenantId, id, reason, lastUsedAt }: StaleGrant,
): Promise<EndedStale | null> {
  const [row] = await tx.grant.updateManyAndReturn({
    where: { tenantId, id, endedAt: null, ...(reason === "idle" ? { lastUsedAt } : {}) },
    data: { endedAt: new Date(), endedBy: "system", endedReason: reason },
    select: { id: true, personId: true, clientName: true },
  });
  return (row as EndedStale | undefined) ?? null;
}

/** The addresses of those of these people who are members. */
export async function findAddresses(
  tx: Tx,
  tenantId: TenantId,
  personIds: readonly PersonId[],
): Promise<{ personId: PersonId; email: string; tenantName: string }[]> {
  const rows = await tx.membership.findMany({
    where: { tenantId, personId: { in: [...personIds] }, status: "active" },
    select: { personId: true, email: true, tenant: { select: { name: true } } },
  });
  return rows.map(({ personId, email, tenant }) => ({
    personId: personId as PersonId,
    email,
    tenantName: tenant.name,
  }));
}

/** Removes at most that many connections that ended, or were allowed and never made, that long ago; how many went. */
export async function deleteOldGrants(
  { endedDays, unconnectedDays }: { endedDays: number; unconnectedDays: number },
  rowsMax: number,
): Promise<number> {
  const { rows } = await appSql().query<{ gone: string }>("SELECT tenant.purge_grants($1, $2, $3) AS gone", [
    endedDays,
    unconnectedDays,
    rowsMax,
  ]);
  return Number(rows[0]?.gone ?? 0);
}
