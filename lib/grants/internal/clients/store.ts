import "#server-only";
import type { Effect } from "#lib/kernel/effects.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { escapeLike } from "#lib/platform/db/escape-like.ts";
import { Prisma } from "#lib/platform/db/generated/client.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { ClientPolicyState } from "../../policy.ts";
import type { ClientIdentity } from "../../schema.ts";

export type ClientRow = {
  id: string;
  clientId: string;
  name: string;
  identity: ClientIdentity;
  redirectHost: string;
  firstSeenAt: Date;
  lastSeenAt: Date;
};

const SELECT = {
  id: true,
  clientId: true,
  name: true,
  identity: true,
  redirectHost: true,
  firstSeenAt: true,
  lastSeenAt: true,
} as const;

export async function findClient(tx: Tx, tenantId: TenantId, id: string): Promise<ClientRow | null> {
  return (await tx.tenantClient.findFirst({ where: { tenantId, id }, select: SELECT })) as ClientRow | null;
}

type NewClient = Pick<ClientRow, "clientId" | "name" | "identity" | "redirectHost">;

/** Puts an app into the organisation's list of apps unless it is there; its id. */
export async function ensureClient(tx: Tx, tenantId: TenantId, client: NewClient): Promise<string> {
  const { clientId } = client;
  await tx.tenantClient.createMany({
    data: [{ tenantId, id: crypto.randomUUID(), ...client }],
    skipDuplicates: true,
  });
  const { id } = await tx.tenantClient.findFirstOrThrow({
    where: { tenantId, clientId },
    select: { id: true },
  });
  return id;
}

export type ListedClientRow = Omit<ClientRow, "firstSeenAt"> & {
  state: ClientPolicyState | null;
  isListed: boolean | null;
  effectMax: Effect | null;
  hosts: string[] | null;
  reason: string | null;
  decidedAt: Date | null;
  people: number;
  connections: number;
};

type Page = { isBlocked: boolean; search: string | undefined; after: string | undefined; limit: number };

/**
 * One page of an organisation's apps, the last connected first, with what was decided and who uses them now; one row
 * more than `limit` if there is more. An app that was only ever asked for is none of them.
 */
export async function findClients(
  tx: Tx,
  tenantId: TenantId,
  { isBlocked, search, after, limit }: Page,
): Promise<ListedClientRow[]> {
  const found = search ? `%${escapeLike(search)}%` : null;
  const blocked = isBlocked
    ? Prisma.sql`p.state = 'blocked'`
    : Prisma.sql`p.state IS DISTINCT FROM 'blocked' AND (p.id IS NOT NULL OR EXISTS (
        SELECT FROM tenant.grants g WHERE g.tenant_id = c.tenant_id AND g.client_id = c.client_id))`;
  return await tx.$queryRaw<ListedClientRow[]>`
    WITH page AS (
      SELECT c.id, c.client_id AS "clientId", c.name, c.identity, c.redirect_host AS "redirectHost",
             c.last_seen_at AS "lastSeenAt", p.state::text, p.is_listed AS "isListed", p.effect_max::text AS "effectMax",
             p.hosts, p.reason, p.decided_at AS "decidedAt"
      FROM tenant.clients c
      LEFT JOIN tenant.client_policies p ON p.tenant_id = c.tenant_id AND p.client_id = c.client_id
      WHERE c.tenant_id = ${tenantId}::uuid AND ${blocked}
        AND (${found}::text IS NULL OR c.name ILIKE ${found} OR c.client_id ILIKE ${found} OR c.redirect_host ILIKE ${found})
        AND (${after}::uuid IS NULL OR (c.last_seen_at, c.id) < (
          SELECT a.last_seen_at, a.id FROM tenant.clients a WHERE a.tenant_id = ${tenantId}::uuid AND a.id = ${after}::uuid))
      ORDER BY c.last_seen_at DESC, c.id DESC LIMIT ${limit + 1})
    SELECT page.*, used.people, used.connections FROM page, LATERAL (
      SELECT count(DISTINCT g.person_id)::int AS people, count(*)::int AS connections FROM tenant.grants g
      WHERE g.tenant_id = ${tenantId}::uuid AND g.client_id = page."clientId" AND g.ended_at IS NULL
        AND g.connected_at IS NOT NULL AND g.expires_at > now()) used
    ORDER BY page."lastSeenAt" DESC, page.id DESC`;
}

export type ClientUse = {
  people: number;
  connections: number;
  hosts: { host: string; connections: number }[];
};

/** Who uses an app now, and the places it returned to so far, the most used first. */
export async function findClientUse(tx: Tx, tenantId: TenantId, clientId: string): Promise<ClientUse> {
  const [use] = await tx.$queryRaw<[{ people: number; connections: number }]>`
    SELECT count(DISTINCT g.person_id)::int AS people, count(*)::int AS connections FROM tenant.grants g
    WHERE g.tenant_id = ${tenantId}::uuid AND g.client_id = ${clientId} AND g.ended_at IS NULL
      AND g.connected_at IS NOT NULL AND g.expires_at > now()`;
  const hosts = await tx.$queryRaw<ClientUse["hosts"]>`
    SELECT regexp_replace(g.redirect_host, '^(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]+)?$', 'localhost') AS host,
           count(*)::int AS connections
    FROM tenant.grants g WHERE g.tenant_id = ${tenantId}::uuid AND g.client_id = ${clientId}
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20`;
  return { ...use, hosts };
}
