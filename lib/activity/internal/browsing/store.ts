import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { Prisma } from "#lib/platform/db/generated/client.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { CallOutcome, CallResult } from "../../schema.ts";

export type CallFilter = {
  personId?: string | undefined;
  /** The address of a member; nobody's finds nothing. */
  email?: string | undefined;
  grantId?: string | undefined;
  clientId?: string | undefined;
  upstreamId?: string | undefined;
  tool?: string | undefined;
  result?: CallResult | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};

/** A call with the names of those it was between; null where they are gone from the organisation. */
export type BrowsedCall = {
  at: Date;
  id: string;
  personId: string | null;
  personName: string | null;
  personEmail: string | null;
  grantId: string | null;
  keyId: string | null;
  clientId: string;
  clientName: string | null;
  network: string;
  upstreamId: string | null;
  upstreamName: string | null;
  method: string;
  name: string;
  ownName: string | null;
  toolGroup: string | null;
  effect: string | null;
  era: string;
  outcome: CallOutcome;
  layer: string | null;
  reason: string | null;
  /** From its arrival to its end. */
  ms: number | null;
  /** Of that until it was allowed or refused, and what the instance took; null in rows from before they were kept. */
  decidedMs: number | null;
  upstreamMs: number | null;
  bytesIn: number;
  bytesOut: number | null;
};

const COLUMNS = Prisma.sql`c.at, c.id::text AS id, c.person_id::text AS "personId", m.name AS "personName",
  m.email AS "personEmail", c.grant_id::text AS "grantId", c.key_id::text AS "keyId", c.client_id AS "clientId",
  g.client_name AS "clientName", c.network, c.upstream_id::text AS "upstreamId", u.name AS "upstreamName", c.method, c.name,
  c.own_name AS "ownName", c.tool_group AS "toolGroup", c.effect, c.era, c.outcome, c.layer, c.reason, c.ms,
  c.bytes_in AS "bytesIn", c.bytes_out AS "bytesOut",
  c.decided_ms AS "decidedMs", c.upstream_ms AS "upstreamMs"`;
const NAMES = Prisma.sql`
  LEFT JOIN tenant.memberships m ON m.tenant_id = c.tenant_id AND m.person_id = c.person_id
  LEFT JOIN tenant.grants g ON g.tenant_id = c.tenant_id AND g.id = c.grant_id
  LEFT JOIN tenant.upstreams u ON u.tenant_id = c.tenant_id AND u.id = c.upstream_id`;

/** What did not end well has an index by what it came to. */
function ofResult(result: CallResult): Prisma.Sql {
  if (result === "done") return Prisma.sql`c.outcome IN ('ok', 'asked')`;
  return Prisma.sql`c.outcome NOT IN ('ok', 'asked') AND tenant.call_result(c.outcome, c.reason) = ${result}`;
}

function ofAddress(tenantId: TenantId, email: string): Prisma.Sql {
  return Prisma.sql`c.person_id = (SELECT o.person_id FROM tenant.memberships o
    WHERE o.tenant_id = ${tenantId}::uuid AND o.email = ${email} LIMIT 1)`;
}

function toWhere(tenantId: TenantId, filter: CallFilter): Prisma.Sql {
  const conditions = [Prisma.sql`c.tenant_id = ${tenantId}::uuid`];
  if (filter.personId) conditions.push(Prisma.sql`c.person_id = ${filter.personId}::uuid`);
  if (filter.email) conditions.push(ofAddress(tenantId, filter.email));
  if (filter.grantId) conditions.push(Prisma.sql`c.grant_id = ${filter.grantId}::uuid`);
  if (filter.clientId) conditions.push(Prisma.sql`c.client_id = ${filter.clientId}`);
  if (filter.upstreamId) conditions.push(Prisma.sql`c.upstream_id = ${filter.upstreamId}::uuid`);
  if (filter.tool) conditions.push(Prisma.sql`c.name = ${filter.tool}`);
  if (filter.result) conditions.push(ofResult(filter.result));
  if (filter.from) conditions.push(Prisma.sql`c.at >= ${filter.from}`);
  if (filter.to) conditions.push(Prisma.sql`c.at < ${filter.to}`);
  return Prisma.join(conditions, " AND ");
}

/** The newest calls first, those before the cursor where there is one. */
export async function listCalls(
  tx: Tx,
  tenantId: TenantId,
  { before, limit, ...filter }: CallFilter & { before?: { at: Date; id: string } | undefined; limit: number },
): Promise<BrowsedCall[]> {
  const older =
    before === undefined ? Prisma.empty : Prisma.sql`AND (c.at, c.id) < (${before.at}, ${before.id}::uuid)`;
  return await tx.$queryRaw<BrowsedCall[]>`
    SELECT ${COLUMNS} FROM (
      SELECT c.* FROM tenant.tool_calls c WHERE ${toWhere(tenantId, filter)} ${older}
      ORDER BY c.at DESC, c.id DESC LIMIT ${limit}
    ) c ${NAMES} ORDER BY c.at DESC, c.id DESC`;
}

/** Where a call stands in the organisation's chain. */
export type ChainPlace = { batch: bigint; place: number };

/** The calls after a place of the chain, in its order; up to another where one is named. A call that runs has none yet. */
export async function listFollowingCalls(
  tx: Tx,
  tenantId: TenantId,
  { after, until, limit }: { after: ChainPlace; until?: ChainPlace | undefined; limit: number },
): Promise<(BrowsedCall & ChainPlace)[]> {
  const bound =
    until === undefined
      ? Prisma.empty
      : Prisma.sql`AND (c.batch, c.place) <= (${until.batch}::bigint, ${until.place}::integer)`;
  return await tx.$queryRaw<(BrowsedCall & ChainPlace)[]>`
    SELECT ${COLUMNS}, c.batch, c.place FROM (
      SELECT c.* FROM tenant.tool_calls c WHERE c.tenant_id = ${tenantId}::uuid
        AND (c.batch, c.place) > (${after.batch}::bigint, ${after.place}::integer) ${bound}
      ORDER BY c.batch, c.place LIMIT ${limit}
    ) c ${NAMES} ORDER BY c.batch, c.place`;
}

/** How many there are after that place, counted no further than `max`. */
export async function countFollowingCalls(
  tx: Tx,
  tenantId: TenantId,
  { after, max }: { after: ChainPlace; max: number },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (
      SELECT FROM tenant.tool_calls c WHERE c.tenant_id = ${tenantId}::uuid
        AND (c.batch, c.place) > (${after.batch}::bigint, ${after.place}::integer) LIMIT ${max}) c`;
  return row?.count ?? 0;
}

/** The number of the newest batch; 0 before the first. */
export async function findLastBatch(tx: Tx, tenantId: TenantId): Promise<bigint> {
  const ledger = await tx.toolCallLedger.findFirst({ where: { tenantId }, select: { seq: true } });
  return ledger?.seq ?? 0n;
}

/** What is only told of one call: how its instance is set now, and whether its person had stored a key by then. */
const KEY = Prisma.sql`u.key_mode AS "keyMode", EXISTS (SELECT FROM tenant.upstream_keys k WHERE k.tenant_id = c.tenant_id
  AND k.upstream_id = c.upstream_id AND k.owner_id = c.person_id AND k.state = 'active' AND k.created_at <= c.at) AS "hasOwnKey"`;
type FoundCall = BrowsedCall & { keyMode: string | null; hasOwnKey: boolean };

export async function findCall(
  tx: Tx,
  tenantId: TenantId,
  { at, id }: { at: Date; id: string },
): Promise<(FoundCall & { arguments: Buffer | null }) | null> {
  const [row] = await tx.$queryRaw<(FoundCall & { arguments: Uint8Array | null })[]>`
    SELECT ${COLUMNS}, ${KEY}, c.arguments FROM tenant.tool_calls c ${NAMES}
    WHERE c.tenant_id = ${tenantId}::uuid AND c.at = ${at} AND c.id = ${id}::uuid`;
  return row === undefined ? null : { ...row, arguments: row.arguments && Buffer.from(row.arguments) };
}

export type BucketCount = { at: Date; result: CallResult; calls: number };
type Buckets = { from: Date; to: Date; seconds: number };

/** How many calls came to what in each stretch of `seconds`, whole hours: from the counts, which every batch adds to. */
export async function countByHour(
  tx: Tx,
  tenantId: TenantId,
  { from, to, seconds, result }: Buckets & { result?: CallResult | undefined },
): Promise<BucketCount[]> {
  const ofOne = result === undefined ? Prisma.empty : Prisma.sql`AND h.result = ${result}`;
  return await tx.$queryRaw<BucketCount[]>`
    SELECT date_bin(make_interval(secs => ${seconds}), h.hour, ${from}) AS at, h.result, sum(h.calls)::integer AS calls
    FROM tenant.tool_call_hours h
    WHERE h.tenant_id = ${tenantId}::uuid AND h.hour >= ${from} AND h.hour < ${to} ${ofOne}
    GROUP BY 1, 2`;
}

/** The same from the calls themselves, at most the newest `callsMax` of them. */
export async function countCallsByTime(
  tx: Tx,
  tenantId: TenantId,
  filter: CallFilter,
  { from, to, seconds, callsMax }: Buckets & { callsMax: number },
): Promise<BucketCount[]> {
  return await tx.$queryRaw<BucketCount[]>`
    SELECT date_bin(make_interval(secs => ${seconds}), c.at, ${from}) AS at, tenant.call_result(c.outcome, c.reason) AS result,
           count(*)::integer AS calls
    FROM (SELECT c.at, c.outcome, c.reason FROM tenant.tool_calls c WHERE ${toWhere(tenantId, { ...filter, from, to })}
          ORDER BY c.at DESC LIMIT ${callsMax}) c GROUP BY 1, 2`;
}

export type UsedApp = { clientId: string; name: string };

/** The apps that people of the organisation, or that person, ever connected, the most used first. */
export async function listApps(
  tx: Tx,
  tenantId: TenantId,
  { personId, limit }: { personId: string | null; limit: number },
): Promise<UsedApp[]> {
  return await tx.$queryRaw<UsedApp[]>`
    SELECT g.client_id AS "clientId", max(g.client_name) AS name FROM tenant.grants g
    WHERE g.tenant_id = ${tenantId}::uuid AND (${personId}::uuid IS NULL OR g.person_id = ${personId}::uuid)
    GROUP BY g.client_id ORDER BY count(*) DESC, g.client_id LIMIT ${limit}`;
}

export type CallNetwork = { network: string; calls: number; lastAt: Date };

/** Where the newest `callsMax` calls that fit came from, the latest first. */
export async function listNetworks(
  tx: Tx,
  tenantId: TenantId,
  filter: CallFilter,
  { callsMax, limit }: { callsMax: number; limit: number },
): Promise<CallNetwork[]> {
  return await tx.$queryRaw<CallNetwork[]>`
    SELECT c.network, count(*)::integer AS calls, max(c.at) AS "lastAt"
    FROM (SELECT c.network, c.at FROM tenant.tool_calls c WHERE ${toWhere(tenantId, filter)}
          ORDER BY c.at DESC LIMIT ${callsMax}) c
    GROUP BY c.network ORDER BY "lastAt" DESC, c.network LIMIT ${limit}`;
}
