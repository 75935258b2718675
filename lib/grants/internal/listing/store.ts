import "#server-only";
import type { GrantId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import type { RowPlace } from "#lib/kernel/row-place.ts";
import { escapeLike } from "#lib/platform/db/escape-like.ts";
import { Prisma } from "#lib/platform/db/generated/client.ts";
import { inPerson } from "#lib/platform/db/in-person.ts";
import { type KeysetOrder, toKeysetOrders } from "#lib/platform/db/keyset-order.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { IDLE_DAYS } from "../../policy.ts";
import type { ClientIdentity, ConnectionFilter, ConnectionSort, StatusFilter } from "../../schema.ts";
import { type GrantRow, SELECT } from "../../store.ts";

/** One page: rows after the cursor, one row more than `limit` if there is more. */
type Page<Cursor> = { after: Cursor | undefined; limit: number };

export type AppRow = {
  clientId: string;
  /** As the newest connection knows it. */
  name: string;
  identity: ClientIdentity;
  redirectHost: string;
  people: number;
  live: number;
  total: number;
  lastUsedAt: Date | null;
};

export type PersonRow = {
  personId: PersonId;
  name: string;
  email: string;
  apps: number;
  live: number;
  total: number;
  lastUsedAt: Date | null;
};

const LIVE = Prisma.sql`g.ended_at IS NULL AND g.expires_at > now()`;
const RESTED = Prisma.sql`coalesce(g.last_used_at, g.created_at) < now() - make_interval(days => ${IDLE_DAYS})`;

/** What `toStatus` says, for rows. */
const STATUS: Record<StatusFilter, Prisma.Sql> = {
  live: LIVE,
  active: Prisma.sql`${LIVE} AND NOT ${RESTED}`,
  idle: Prisma.sql`${LIVE} AND ${RESTED}`,
  expired: Prisma.sql`(g.ended_reason = 'expired' OR (g.ended_at IS NULL AND g.expires_at <= now()))`,
  disconnected: Prisma.sql`g.ended_at IS NOT NULL AND g.ended_reason IS DISTINCT FROM 'expired'`,
};

const FROM = Prisma.sql`tenant.grants g
  JOIN tenant.memberships m ON m.tenant_id = g.tenant_id AND m.id = g.membership_id`;

/** A yes that no app came for is not a connection. */
function toConditions({ status, clientId, personId, groups, text }: ConnectionFilter): Prisma.Sql {
  const conditions = [Prisma.sql`g.connected_at IS NOT NULL`];
  if (status !== undefined) conditions.push(STATUS[status]);
  if (clientId !== undefined) conditions.push(Prisma.sql`g.client_id = ${clientId}`);
  if (personId !== undefined) conditions.push(Prisma.sql`g.person_id = ${personId}::uuid`);
  if (groups !== undefined) conditions.push(Prisma.sql`g.groups && ${groups}::text[]`);
  if (text !== undefined && text.trim() !== "") {
    const part = `%${escapeLike(text.trim())}%`;
    conditions.push(
      Prisma.sql`(g.client_name ILIKE ${part} OR g.redirect_host ILIKE ${part} OR m.name ILIKE ${part} OR m.email ILIKE ${part})`,
    );
  }
  return Prisma.join(conditions, " AND ");
}

/** The order of an organisation's list. What is alike comes newest first. */
function toOrder(tenantId: TenantId, sort: ConnectionSort): KeysetOrder {
  const orders = toKeysetOrders({
    isDown: sort.startsWith("-"),
    ties: [Prisma.sql`g.created_at`, Prisma.sql`g.id`],
    areTiesDown: true,
    ofPlace: (columns, { id }) =>
      Prisma.sql`(SELECT ${columns} FROM ${FROM} WHERE g.tenant_id = ${tenantId}::uuid AND g.id = ${id}::uuid)`,
  });
  switch (sort) {
    case "used":
    case "-used":
      return orders.byTime(Prisma.sql`g.last_used_at`);
    case "app":
    case "-app":
      return orders.byKey(Prisma.sql`lower(g.client_name)`);
    case "person":
    case "-person":
      return orders.byKey(Prisma.sql`lower(m.name)`);
    case "created":
    case "-created":
      return orders.byTies();
  }
}

type SortedPage = { sort: ConnectionSort; after: RowPlace | undefined; limit: number };

/** One page of the organisation's connections that fit, and the place after which there are more. */
export async function findGrants(
  tx: Tx,
  tenantId: TenantId,
  filter: ConnectionFilter,
  { sort, after, limit }: SortedPage,
): Promise<{ rows: GrantRow[]; next: RowPlace | null }> {
  const { by, beyond, at } = toOrder(tenantId, sort);
  const found = await tx.$queryRaw<{ id: GrantId; at: Date | null }[]>`
    SELECT g.id, ${at} AS at FROM ${FROM} WHERE g.tenant_id = ${tenantId}::uuid AND ${toConditions(filter)}
      ${after === undefined ? Prisma.empty : Prisma.sql`AND ${beyond(after)}`}
    ORDER BY ${by} LIMIT ${limit + 1}`;
  const page = found.slice(0, limit);
  const rows = await readGrants(tx, { tenantId }, page);
  return { rows, next: found.length > limit ? (page.at(-1) ?? null) : null };
}

/** This person's connections in all their organisations that fit, newest first. */
export async function findOwnGrants(
  personId: PersonId,
  filter: ConnectionFilter,
  { after, limit }: Page<string>,
): Promise<GrantRow[]> {
  return await inPerson(personId, async (tx) => {
    const ids = await tx.$queryRaw<{ id: GrantId }[]>`
      SELECT g.id FROM ${FROM} WHERE ${toConditions({ ...filter, personId })}
        ${after === undefined ? Prisma.empty : Prisma.sql`AND (g.created_at, g.id) < (SELECT c.created_at, c.id FROM tenant.grants c WHERE c.id = ${after}::uuid)`}
      ORDER BY g.created_at DESC, g.id DESC LIMIT ${limit + 1}`;
    return await readGrants(tx, { personId }, ids);
  });
}

/** Which of this person's connections still work, newest first. */
export async function findOwnLive(
  personId: PersonId,
  limit: number,
): Promise<{ id: GrantId; tenantId: TenantId }[]> {
  return await inPerson(
    personId,
    (tx) => tx.$queryRaw<{ id: GrantId; tenantId: TenantId }[]>`
      SELECT g.id, g.tenant_id AS "tenantId" FROM ${FROM}
      WHERE ${toConditions({ personId, status: "live" })} ORDER BY g.created_at DESC, g.id DESC LIMIT ${limit}`,
  );
}

/** The rows with these ids, in their order. */
async function readGrants(
  tx: Tx,
  whose: { tenantId: TenantId } | { personId: PersonId },
  ids: readonly { id: GrantId }[],
): Promise<GrantRow[]> {
  if (ids.length === 0) return [];
  const rows = (await tx.grant.findMany({
    where: { ...whose, id: { in: ids.map(({ id }) => id) } },
    select: SELECT,
  })) as GrantRow[];
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap(({ id }) => byId.get(id) ?? []);
}

/** The apps that have a connection that fits, by name. */
export async function findConnectedApps(
  tx: Tx,
  tenantId: TenantId,
  filter: ConnectionFilter,
  { after, limit }: Page<string>,
): Promise<AppRow[]> {
  return await tx.$queryRaw<AppRow[]>`
    WITH apps AS (
      SELECT g.client_id, (array_agg(g.client_name ORDER BY g.created_at DESC))[1] AS name,
        (array_agg(g.client_identity ORDER BY g.created_at DESC))[1] AS identity,
        (array_agg(g.redirect_host ORDER BY g.created_at DESC))[1] AS redirect_host,
        count(DISTINCT g.person_id)::int AS people, (count(*) FILTER (WHERE ${LIVE}))::int AS live, count(*)::int AS total,
        max(g.last_used_at) AS last_used_at
      FROM ${FROM} WHERE g.tenant_id = ${tenantId}::uuid AND ${toConditions(filter)} GROUP BY g.client_id
    )
    SELECT client_id AS "clientId", name, identity, redirect_host AS "redirectHost", people, live, total,
      last_used_at AS "lastUsedAt"
    FROM apps
    ${after === undefined ? Prisma.empty : Prisma.sql`WHERE (lower(name), client_id) > (SELECT lower(a.name), a.client_id FROM apps a WHERE a.client_id = ${after})`}
    ORDER BY lower(name), client_id LIMIT ${limit + 1}`;
}

/** The people who have a connection that fits, by name. */
export async function findConnectedPeople(
  tx: Tx,
  tenantId: TenantId,
  filter: ConnectionFilter,
  { after, limit }: Page<string>,
): Promise<PersonRow[]> {
  return await tx.$queryRaw<PersonRow[]>`
    WITH people AS (
      SELECT g.person_id, m.name, m.email, count(DISTINCT g.client_id)::int AS apps,
        (count(*) FILTER (WHERE ${LIVE}))::int AS live, count(*)::int AS total, max(g.last_used_at) AS last_used_at
      FROM ${FROM} WHERE g.tenant_id = ${tenantId}::uuid AND ${toConditions(filter)} GROUP BY g.person_id, m.name, m.email
    )
    SELECT person_id AS "personId", name, email, apps, live, total, last_used_at AS "lastUsedAt" FROM people
    ${after === undefined ? Prisma.empty : Prisma.sql`WHERE (lower(name), person_id) > (SELECT lower(p.name), p.person_id FROM people p WHERE p.person_id = ${after}::uuid)`}
    ORDER BY lower(name), person_id LIMIT ${limit + 1}`;
}
