import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { Prisma } from "#lib/platform/db/generated/client.ts";
import { inTenantSql } from "#lib/platform/db/in-tenant-sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { ChainRow } from "./internal/chain.ts";
import type { FoundIds } from "./internal/naming/store.ts";
import { type AuditFilter, type AuditOutcome, type AuditSource, listActions } from "./schema.ts";

export type { Tx } from "#lib/platform/db/tx.ts";
export type AuditRow = {
  seq: bigint;
  at: Date;
  actorKind: string;
  actorId: string;
  network: string | null;
  action: string;
  target: string;
  outcome: AuditOutcome;
};
export type AuditDetail = AuditRow & {
  requestId: string | null;
  before: unknown;
  after: unknown;
  hash: string;
};

const KINDS: Record<AuditSource, string> = {
  person: "member",
  app: "client",
  system: "system",
  operator: "operator",
};
const COLUMNS = Prisma.sql`a.seq, a.at, a.actor_kind AS "actorKind", a.actor_id AS "actorId", a.network, a.action, a.target,
  a.outcome`;
/** What a row says its target was, of what is kept for a while only. */
const REMEMBERED = Prisma.sql`CASE WHEN a.action LIKE 'export.%' THEN coalesce(a.after, a.before)->>'kind'
  WHEN a.action LIKE 'invitation.%' OR a.action LIKE 'access-request.%' THEN coalesce(a.after, a.before)->>'email' END AS remembered`;
/** By how much the clocks of two instances may differ. */
const SKEW = Prisma.sql`interval '2 minutes'`;

/** Dates are looked up as places in the chain first, since rows follow each other in time but for the clocks' differences. */
function toWhere(tenantId: TenantId, filter: AuditFilter, { actorIds, targets }: FoundIds): Prisma.Sql {
  const tenant = Prisma.sql`tenant_id = ${tenantId}::uuid`;
  const conditions = [Prisma.sql`a.${tenant}`];
  if (actorIds) conditions.push(Prisma.sql`a.actor_id = ANY(${actorIds})`);
  if (targets) conditions.push(Prisma.sql`a.target = ANY(${targets})`);
  if (filter.action) conditions.push(Prisma.sql`a.action = ANY(${[...listActions(filter.action)]})`);
  if (filter.source) conditions.push(Prisma.sql`a.actor_kind = ${KINDS[filter.source]}`);
  if (filter.outcome) conditions.push(Prisma.sql`a.outcome = ${filter.outcome}`);
  if (filter.from) {
    conditions.push(Prisma.sql`a.at >= ${filter.from} AND a.seq >= (SELECT min(s.seq) FROM (
      SELECT seq FROM tenant.audit_events WHERE ${tenant} AND at >= ${filter.from}::timestamptz - ${SKEW} ORDER BY at LIMIT 1) s)`);
  }
  if (filter.to) {
    conditions.push(Prisma.sql`a.at < ${filter.to} AND a.seq <= (SELECT max(s.seq) FROM (
      SELECT seq FROM tenant.audit_events WHERE ${tenant} AND at < ${filter.to}::timestamptz + ${SKEW} ORDER BY at DESC LIMIT 1) s)`);
  }
  return Prisma.join(conditions, " AND ");
}

/** The newest rows first, those before that place in the chain where one is named. */
export async function listRows(
  tx: Tx,
  tenantId: TenantId,
  { found, before, limit, ...filter }: AuditFilter & { found: FoundIds; before?: bigint; limit: number },
): Promise<(AuditRow & { remembered: string | null })[]> {
  const older = before === undefined ? Prisma.empty : Prisma.sql`AND a.seq < ${before}`;
  return await tx.$queryRaw<(AuditRow & { remembered: string | null })[]>`
    SELECT ${COLUMNS}, ${REMEMBERED} FROM tenant.audit_events a WHERE ${toWhere(tenantId, filter, found)} ${older}
    ORDER BY a.seq DESC LIMIT ${limit}`;
}

/** Rows as their hashes cover them, oldest first, after that place and up to `until`. */
export async function listChainRows(
  tx: Tx,
  tenantId: TenantId,
  {
    found,
    after,
    until,
    limit,
    ...filter
  }: AuditFilter & { found: FoundIds; after: bigint; until: bigint; limit: number },
): Promise<ChainRow[]> {
  const where = toWhere(tenantId, filter, found);
  const rows = await tx.$queryRaw<(Omit<ChainRow, "seq"> & { seq: bigint })[]>`
    SELECT a.tenant_id::text AS "tenantId", ${COLUMNS}, a.request_id AS "requestId", a.before, a.after,
           a.prev_hash AS "prevHash", a.hash
    FROM tenant.audit_events a WHERE ${where} AND a.seq > ${after} AND a.seq <= ${until}
    ORDER BY a.seq LIMIT ${limit}`;
  return rows.map((row) => ({ ...row, seq: String(row.seq) }));
}

export async function findRow(
  tx: Tx,
  tenantId: TenantId,
  seq: bigint,
): Promise<(AuditDetail & { remembered: string | null }) | null> {
  const [row] = await tx.$queryRaw<(AuditDetail & { remembered: string | null })[]>`
    SELECT ${COLUMNS}, ${REMEMBERED}, a.request_id AS "requestId", a.before, a.after, a.hash
    FROM tenant.audit_events a WHERE a.tenant_id = ${tenantId}::uuid AND a.seq = ${seq}`;
  return row ?? null;
}

/** What was done after that row by those actions, newest first; refusals changed nothing. */
export async function listChangesAfter(
  tx: Tx,
  tenantId: TenantId,
  asked: { seq: bigint; actions: readonly string[]; target: string | null; limit: number },
): Promise<Pick<AuditDetail, "seq" | "action" | "target" | "before" | "after">[]> {
  const { seq, actions, target, limit } = asked;
  return await tx.auditEvent.findMany({
    where: {
      tenantId,
      seq: { gt: seq },
      action: { in: [...actions] },
      outcome: "done",
      ...(target === null ? {} : { target }),
    },
    orderBy: { seq: "desc" },
    take: limit,
    select: { seq: true, action: true, target: true, before: true, after: true },
  });
}

export type ChainEnd = { seq: bigint; hash: string; at: Date };

/** The newest row of the organisation's chain; null before the first. */
export async function findChainEnd(tx: Tx, tenantId: TenantId): Promise<ChainEnd | null> {
  return await tx.auditEvent.findFirst({
    where: { tenantId },
    orderBy: { seq: "desc" },
    select: { seq: true, hash: true, at: true },
  });
}

/** How many rows follow that place, counted no further than `max`. */
export async function countRowsAfter(
  tx: Tx,
  tenantId: TenantId,
  { after, max }: { after: bigint; max: number },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (
      SELECT FROM tenant.audit_events a WHERE a.tenant_id = ${tenantId}::uuid AND a.seq > ${after} LIMIT ${max}) a`;
  return row?.count ?? 0;
}

/** The next rows of the chain after that place, as their hashes cover them. */
export async function readChain(
  tenantId: TenantId,
  { after, until, limit }: { after: bigint; until: bigint; limit: number },
): Promise<ChainRow[]> {
  return await inTenantSql(tenantId, async (client) => {
    const { rows } = await client.query<ChainRow>({
      name: "read-audit-chain",
      text: `SELECT tenant_id AS "tenantId", seq::text, at, actor_kind AS "actorKind", actor_id AS "actorId", network,
                    request_id AS "requestId", action, target, outcome, before, after, prev_hash AS "prevHash", hash
             FROM tenant.audit_events a WHERE tenant_id = $1 AND seq > $2 AND seq <= $3 ORDER BY a.seq LIMIT $4`,
      values: [tenantId, after, until, limit],
    });
    return rows;
  });
}

/** The next rows of what one person did, or what was done to them, the oldest first; without the values. */
export async function readRowsOf(
  tx: Tx,
  tenantId: TenantId,
  { personId, after, limit }: { personId: PersonId; after: bigint; limit: number },
): Promise<(Omit<AuditRow, "outcome" | "actorKind"> & { outcome: string; requestId: string | null })[]> {
  return await tx.auditEvent.findMany({
    where: { tenantId, seq: { gt: after }, OR: [{ actorId: personId }, { target: personId }] },
    orderBy: { seq: "asc" },
    take: limit,
    omit: { tenantId: true, actorKind: true, before: true, after: true, prevHash: true, hash: true },
  });
}
