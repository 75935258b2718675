import "#server-only";
import type { MembershipId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import { Prisma } from "#lib/platform/db/generated/client.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { SECRET_SOON_DAYS } from "#lib/tenants/policy.ts";

export type Reader = { tenantId: TenantId; personId: PersonId; membershipId: MembershipId };

/** What has happened in the organisation so far, of what a new one needs. */
export type Steps = {
  hasInstance: boolean;
  isTested: boolean;
  isReviewed: boolean;
  hasConnected: boolean;
  hasInvited: boolean;
  hasCalled: boolean;
  isClosed: boolean;
};

/** Each is a look for one row. */
export async function findSteps(
  tx: Tx,
  { tenantId, personId, membershipId }: Reader,
  ownCallsOnly: boolean,
): Promise<Steps> {
  const id = Prisma.sql`${tenantId}::uuid`;
  const person = Prisma.sql`${personId}::uuid`;
  const [row] = await tx.$queryRaw<Steps[]>`
    SELECT
      EXISTS (SELECT FROM tenant.upstreams u WHERE u.tenant_id = ${id}) AS "hasInstance",
      EXISTS (SELECT FROM tenant.upstreams u WHERE u.tenant_id = ${id} AND u.checked_at IS NOT NULL
              AND u.problem IS NULL) AS "isTested",
      EXISTS (SELECT FROM tenant.upstreams u WHERE u.tenant_id = ${id} AND u.status <> 'draft') AS "isReviewed",
      EXISTS (SELECT FROM tenant.grants g WHERE g.tenant_id = ${id} AND g.person_id = ${person}
              AND g.connected_at IS NOT NULL) AS "hasConnected",
      EXISTS (SELECT FROM tenant.memberships m WHERE m.tenant_id = ${id} AND m.person_id <> ${person})
        OR EXISTS (SELECT FROM tenant.invitations i WHERE i.tenant_id = ${id}) AS "hasInvited",
      EXISTS (SELECT FROM tenant.tool_calls c WHERE c.tenant_id = ${id}
              AND (NOT ${ownCallsOnly} OR c.person_id = ${person})) AS "hasCalled",
      EXISTS (SELECT FROM tenant.memberships m WHERE m.tenant_id = ${id} AND m.id = ${membershipId}::uuid
              AND m.checklist_closed_at IS NOT NULL) AS "isClosed"`;
  if (row === undefined) throw new Error("a query without a row");
  return row;
}

/** Connections that work today: all of them, or that person's. */
export async function countLiveGrants(
  tx: Tx,
  tenantId: TenantId,
  personId: PersonId | null,
): Promise<number> {
  return await tx.grant.count({
    where: {
      tenantId,
      ...(personId === null ? {} : { personId }),
      endedAt: null,
      connectedAt: { not: null },
      expiresAt: { gt: new Date() },
    },
  });
}

export type Attention = {
  isPaused: boolean;
  /** The instance whose key was found dead first, among those whose tools are on offer. */
  deadKey: { id: string; name: string } | null;
  /** Names of instances whose tools are on offer and fail, at most three. */
  failing: string[];
  /** Of company sign-in that is on, where its secret ends within thirty days; fewer than no days left: it has. */
  signInSecret: { endsOn: string; daysLeft: number } | null;
  /** Of a log stream that has failed for a day, or stopped for it: its collector's host. */
  logStream: { host: string; isStopped: boolean } | null;
  changedTools: number;
  accessRequests: number;
  appRequests: number;
};

const FAILING_MAX = 3;
/** As long as `streams` waits before it mails. */
const STREAM_FAILING_HOURS = 24;

export async function findAttention(tx: Tx, tenantId: TenantId): Promise<Attention> {
  const id = Prisma.sql`${tenantId}::uuid`;
  const [row] = await tx.$queryRaw<Attention[]>`
    SELECT EXISTS (SELECT FROM tenant.tenants t WHERE t.id = ${id} AND t.paused_at IS NOT NULL) AS "isPaused",
      (SELECT jsonb_build_object('id', u.id, 'name', u.name) FROM tenant.upstream_keys k
       JOIN tenant.upstreams u ON u.tenant_id = k.tenant_id AND u.id = k.upstream_id AND u.status <> 'draft'
       WHERE k.tenant_id = ${id} AND k.owner_id IS NULL AND k.refused_at IS NOT NULL
       ORDER BY k.refused_at, k.id LIMIT 1) AS "deadKey",
      ARRAY(SELECT u.name FROM tenant.upstreams u WHERE u.tenant_id = ${id} AND u.status <> 'draft' AND u.problem IS NOT NULL
            ORDER BY u.problem_since, u.id LIMIT ${FAILING_MAX}) AS failing,
      (SELECT jsonb_build_object('endsOn', s.secret_ends_on, 'daysLeft', s.secret_ends_on - (now() AT TIME ZONE 'UTC')::date)
       FROM tenant.sso_connections s WHERE s.tenant_id = ${id} AND s.is_active
         AND s.secret_ends_on <= (now() AT TIME ZONE 'UTC')::date + ${SECRET_SOON_DAYS}::integer) AS "signInSecret",
      (SELECT jsonb_build_object('host', substring(l.url FROM '^https?://([^/?]+)'), 'isStopped', l.state = 'stopped')
       FROM tenant.log_streams l WHERE l.tenant_id = ${id} AND (l.state = 'stopped'
         OR l.state = 'on' AND l.failing_since < now() - make_interval(hours => ${STREAM_FAILING_HOURS}::integer))) AS "logStream",
      (SELECT count(*)::integer FROM tenant.upstream_tools c
       JOIN tenant.upstreams u ON u.tenant_id = c.tenant_id AND u.id = c.upstream_id AND u.status <> 'draft'
       WHERE c.tenant_id = ${id} AND c.state = 'pending') AS "changedTools",
      (SELECT count(*)::integer FROM tenant.access_requests r
       WHERE r.tenant_id = ${id} AND r.state = 'pending') AS "accessRequests",
      (SELECT count(*)::integer FROM tenant.client_requests r
       JOIN tenant.memberships m ON m.tenant_id = r.tenant_id AND m.id = r.membership_id AND m.status = 'active'
       WHERE r.tenant_id = ${id} AND r.state = 'open') AS "appRequests"`;
  if (row === undefined) throw new Error("a query without a row");
  return row;
}
