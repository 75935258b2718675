import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import type { RowPlace } from "#lib/kernel/row-place.ts";
import { escapeLike } from "#lib/platform/db/escape-like.ts";
import { Prisma } from "#lib/platform/db/generated/client.ts";
import { type KeysetOrder, toKeysetOrders } from "#lib/platform/db/keyset-order.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { MemberSort } from "../../schema.ts";
import type { MemberRecord } from "../members/store.ts";

type MemberFilter = {
  text?: string | undefined;
  role?: Role | undefined;
  status?: "active" | "suspended" | undefined;
};
type SortedPage = { sort: MemberSort; after?: RowPlace | undefined; limit: number };

/** Whoever was removed is in no list. */
function toConditions({ text, role, status }: MemberFilter): Prisma.Sql {
  const conditions = [
    status === undefined ? Prisma.sql`m.status <> 'removed'` : Prisma.sql`m.status::text = ${status}`,
  ];
  if (role !== undefined) conditions.push(Prisma.sql`m.role::text = ${role}`);
  if (text) {
    const part = `%${escapeLike(text)}%`;
    conditions.push(Prisma.sql`(m.name ILIKE ${part} OR m.email ILIKE ${part})`);
  }
  return Prisma.join(conditions, " AND ");
}

type Order = KeysetOrder & { join: Prisma.Sql };

/** The order of an organisation's list. Who is alike comes by name. */
function toOrder(tenantId: TenantId, sort: MemberSort): Order {
  const orders = toKeysetOrders({
    isDown: sort.startsWith("-"),
    ties: [Prisma.sql`lower(m.name)`, Prisma.sql`m.id`],
    areTiesDown: false,
    ofPlace: (columns, { id }) =>
      Prisma.sql`(SELECT ${columns} FROM tenant.memberships m WHERE m.tenant_id = ${tenantId}::uuid AND m.id = ${id}::uuid)`,
  });
  const join = Prisma.empty;
  switch (sort) {
    case "role":
    case "-role":
      return { ...orders.byKey(Prisma.sql`m.role`), join };
    case "joined":
    case "-joined":
      return { ...orders.byKey(Prisma.sql`m.created_at`), join };
    case "active":
    case "-active":
      return {
        ...orders.byTime(Prisma.sql`greatest(m.last_active_at, u.last_used_at)`),
        join: Prisma.sql`LEFT JOIN (
          SELECT g.person_id, max(g.last_used_at) AS last_used_at FROM tenant.grants g
          WHERE g.tenant_id = ${tenantId}::uuid AND g.connected_at IS NOT NULL GROUP BY g.person_id
        ) u ON u.person_id = m.person_id`,
      };
    case "person":
    case "-person":
      return { ...orders.byTies(), join };
  }
}

/** One page of the members who fit, and the place after which there are more. */
export async function findMembers(
  tx: Tx,
  tenantId: TenantId,
  { sort, after, limit, ...filter }: MemberFilter & SortedPage,
): Promise<{ members: MemberRecord[]; next: RowPlace | null }> {
  const { at, join, by, beyond } = toOrder(tenantId, sort);
  const rows = await tx.$queryRaw<(MemberRecord & { at: Date | null })[]>`
    SELECT m.id, m.person_id AS "personId", m.email, m.name, m.role::text AS role, m.status::text AS status, m.version,
      m.last_active_at AS "lastActiveAt", m.created_at AS "createdAt", ${at} AS at
    FROM tenant.memberships m ${join} WHERE m.tenant_id = ${tenantId}::uuid AND ${toConditions(filter)}
      ${after === undefined ? Prisma.empty : Prisma.sql`AND ${beyond(after)}`}
    ORDER BY ${by} LIMIT ${limit + 1}`;
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    members: page.map(({ at: _at, ...member }) => member),
    next: rows.length > limit && last ? { id: last.id, at: last.at } : null,
  };
}
