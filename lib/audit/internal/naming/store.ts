import "#server-only";
import { isUuid, type TenantId } from "#lib/kernel/ids.ts";
import { escapeLike } from "#lib/platform/db/escape-like.ts";
import { Prisma } from "#lib/platform/db/generated/client.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { AuditFilter } from "../../schema.ts";

export type FoundIds = { actorIds: string[] | null; targets: string[] | null };

/** What the names somebody looks for stand for; null where they look for none. */
export async function resolveFilter(
  tx: Tx,
  tenantId: TenantId,
  { who, target }: AuditFilter,
): Promise<FoundIds> {
  return {
    actorIds: who === undefined ? null : await findActorIds(tx, tenantId, who),
    targets: target === undefined ? null : await findTargets(tx, tenantId, target),
  };
}

const PEOPLE_MAX = 100;
const THINGS_MAX = 500;
const CONNECTIONS_MAX = 1_000;

/** The people whose name, address or id that is; a job goes by its name. */
async function findActorIds(tx: Tx, tenantId: TenantId, who: string): Promise<string[]> {
  const rows = await tx.membership.findMany({
    where: { tenantId, OR: [{ name: contains(who) }, { email: contains(who) }] },
    select: { personId: true },
    take: PEOPLE_MAX,
  });
  return [who, ...rows.map(({ personId }) => personId)];
}

/** What has that id, or a name with that in it; of connections, the app's or the person's, the newest. */
async function findTargets(tx: Tx, tenantId: TenantId, text: string): Promise<string[]> {
  const like = `%${escapeLike(text)}%`;
  const tenant = Prisma.sql`tenant_id = ${tenantId}::uuid`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    (SELECT unnest(ARRAY[m.person_id, m.id])::text AS id FROM tenant.memberships m WHERE ${tenant} AND (m.name ILIKE ${like} OR m.email ILIKE ${like})
    UNION SELECT u.id::text FROM tenant.upstreams u WHERE ${tenant} AND u.name ILIKE ${like}
    UNION SELECT t.id::text FROM tenant.upstream_tools t WHERE ${tenant} AND t.name ILIKE ${like}
    UNION SELECT d.id::text FROM tenant.verified_domains d WHERE ${tenant} AND d.domain ILIKE ${like}
    UNION SELECT c.client_id FROM tenant.clients c WHERE ${tenant} AND c.name ILIKE ${like}
    UNION SELECT i.id::text FROM tenant.invitations i WHERE ${tenant} AND i.email ILIKE ${like}
    UNION SELECT r.id::text FROM tenant.access_requests r WHERE ${tenant} AND (r.name ILIKE ${like} OR r.email ILIKE ${like})
    UNION SELECT e.id::text FROM tenant.exports e WHERE ${tenant} AND e.email ILIKE ${like}
    LIMIT ${THINGS_MAX})
    UNION ALL (SELECT g.id::text FROM tenant.grants g WHERE ${tenant} AND (g.client_name ILIKE ${like}
      OR g.membership_id IN (SELECT m.id FROM tenant.memberships m WHERE ${tenant} AND (m.name ILIKE ${like} OR m.email ILIKE ${like})))
    ORDER BY g.created_at DESC LIMIT ${CONNECTIONS_MAX})`;
  return [text, ...rows.map(({ id }) => id)];
}

function contains(text: string): { contains: string; mode: "insensitive" } {
  return { contains: escapeLike(text), mode: "insensitive" };
}

/** What is kept for a while only; rows say themselves what it was. */
type Passing = "invitation" | "request" | "export";
export type ThingKind = "person" | "instance" | "tool" | "connection" | "domain" | "app" | Passing;
/**
 * What an id stands for now. `name` of an export: its kind. `detail`: a person's address, a connection's person, who asked.
 * `linkId`: what its page goes by.
 */
export type Thing = { id: string; kind: ThingKind; name: string; detail: string | null; linkId: string };

/** What these ids stand for, as far as it is still there, in one query; an app goes by what it calls itself. */
async function findThings(tx: Tx, tenantId: TenantId, texts: readonly string[]): Promise<Thing[]> {
  const all = [...new Set(texts)].filter((text) => text !== "");
  if (all.length === 0) return [];
  const ids = all.filter(isUuid);
  const where = (column: Prisma.Sql) =>
    Prisma.sql`x.tenant_id = ${tenantId}::uuid AND x.${column} = ANY(${ids}::uuid[])`;
  const id = Prisma.sql`id`;
  return await tx.$queryRaw<Thing[]>`
    SELECT x.person_id::text AS id, 'person' AS kind, x.name, x.email AS detail, x.id::text AS "linkId"
      FROM tenant.memberships x WHERE ${where(Prisma.sql`person_id`)}
    UNION ALL SELECT x.id::text, 'person', x.name, x.email, x.id::text FROM tenant.memberships x WHERE ${where(id)}
    UNION ALL SELECT x.id::text, 'instance', x.name, NULL, x.id::text FROM tenant.upstreams x WHERE ${where(id)}
    UNION ALL SELECT x.id::text, 'tool', x.name, NULL, x.name FROM tenant.upstream_tools x WHERE ${where(id)}
    UNION ALL SELECT x.id::text, 'domain', x.domain, NULL, x.id::text FROM tenant.verified_domains x WHERE ${where(id)}
    UNION ALL SELECT x.client_id, 'app', x.name, NULL, x.id::text FROM tenant.clients x
      WHERE x.tenant_id = ${tenantId}::uuid AND x.client_id = ANY(${all})
    UNION ALL SELECT x.id::text, 'invitation', x.email, NULL, x.id::text FROM tenant.invitations x WHERE ${where(id)}
    UNION ALL SELECT x.id::text, 'request', x.name, x.email, x.id::text FROM tenant.access_requests x WHERE ${where(id)}
    UNION ALL SELECT x.id::text, 'export', x.kind, x.email, x.id::text FROM tenant.exports x WHERE ${where(id)}
    UNION ALL SELECT x.id::text, 'connection', x.client_name, m.name, x.id::text
      FROM tenant.grants x LEFT JOIN tenant.memberships m ON m.tenant_id = x.tenant_id AND m.id = x.membership_id
      WHERE ${where(id)}`;
}

/** A row with what its actor and its target are now, or as the row has it; null where it is none of these things. */
export type Named<Row> = Row & { actor: Thing | null; thing: Thing | null };

type Nameable = {
  actorId: string;
  action: string;
  target: string;
  /** What the row itself says its target was. */
  remembered?: string | null;
};

const PASSING: Record<string, Passing> = {
  "access-request": "request",
  invitation: "invitation",
  export: "export",
};

function recall({ action, target, remembered }: Nameable): Thing | null {
  const kind = PASSING[action.split(".", 1)[0] ?? ""];
  if (kind === undefined || !remembered) return null;
  return { id: target, kind, name: remembered, detail: null, linkId: target };
}

export async function nameRows<Row extends Nameable>(
  tx: Tx,
  tenantId: TenantId,
  rows: readonly Row[],
): Promise<Named<Row>[]> {
  const ids = rows.flatMap(({ actorId, target }) => [actorId, target]);
  const things = new Map((await findThings(tx, tenantId, ids)).map((thing) => [thing.id, thing]));
  return rows.map((row) => ({
    ...row,
    actor: things.get(row.actorId) ?? null,
    thing: things.get(row.target) ?? recall(row),
  }));
}
