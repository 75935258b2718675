import "#server-only";
import type { PersonId, TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import type { Tx } from "#lib/platform/db/tx.ts";

export type CountedTool = { upstreamId: UpstreamId; name: string; calls: number; denied: number };

/** Calls of each tool in the last days, today among them, in UTC. */
export async function sumToolCalls(tx: Tx, tenantId: TenantId, days: number): Promise<CountedTool[]> {
  return await tx.$queryRaw<CountedTool[]>`
    SELECT d.upstream_id::text AS "upstreamId", d.name, sum(d.calls)::integer AS calls, sum(d.denied)::integer AS denied
    FROM tenant.tool_call_days d
    WHERE d.tenant_id = ${tenantId}::uuid AND d.day > (now() AT TIME ZONE 'UTC')::date - ${days}::integer
    GROUP BY d.upstream_id, d.name`;
}

export type ToolUser = {
  personId: PersonId;
  /** Null for somebody who is no member any more. */
  name: string | null;
  email: string | null;
  membershipId: string | null;
  calls: number;
  denied: number;
  lastDay: Date;
};

/** Who called one tool in the last days, most calls first, and how many people that were. */
export async function sumToolUsers(
  tx: Tx,
  tenantId: TenantId,
  tool: { upstreamId: string; name: string; days: number; limit: number },
): Promise<{ users: ToolUser[]; people: number }> {
  const rows = await tx.$queryRaw<(ToolUser & { people: number })[]>`
    SELECT used.*, m.name, m.email, m.id::text AS "membershipId" FROM (
      SELECT p.person_id::text AS "personId", sum(p.calls)::integer AS calls, sum(p.denied)::integer AS denied,
        max(p.day) AS "lastDay", count(*) OVER ()::integer AS people
      FROM tenant.tool_call_people p
      WHERE p.tenant_id = ${tenantId}::uuid AND p.upstream_id = ${tool.upstreamId}::uuid AND p.name = ${tool.name}
        AND p.day > (now() AT TIME ZONE 'UTC')::date - ${tool.days}::integer
      GROUP BY p.person_id ORDER BY calls DESC, p.person_id LIMIT ${tool.limit}
    ) used LEFT JOIN tenant.memberships m
      ON m.tenant_id = ${tenantId}::uuid AND m.person_id = used."personId"::uuid
    ORDER BY used.calls DESC, used."personId"`;
  return { users: rows.map(({ people: _people, ...user }) => user), people: rows[0]?.people ?? 0 };
}
