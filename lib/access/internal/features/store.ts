import "#server-only";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { TenantId, UpstreamId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { inTenantSql } from "#lib/platform/db/in-tenant-sql.ts";
import type { KeyMode } from "#lib/upstreams/terms.ts";
import type { ToolRules } from "../../policy.ts";

export type InstanceRow = {
  upstreamId: UpstreamId;
  upstreamName: string;
  slug: string;
  url: string;
  transport: "http" | "sse";
  keyHeader: string;
  problem: string | null;
  problemSince: Date | null;
  declared: string[];
  features: string[];
  keyId: UpstreamKeyId | null;
  keyVersion: number | null;
  isOwnKey: boolean | null;
  keyMode: KeyMode;
};

/**
 * The organisation's instances for a role in their stable order, none that is paused, with the key that person uses, and
 * what it decided for that role.
 */
export async function findInstances({
  tenantId,
  personId,
  role,
}: Pick<ClientActor, "tenantId" | "personId" | "role">): Promise<{
  rows: InstanceRow[];
  rules: ToolRules;
}> {
  return await inTenantSql(tenantId, async (client) => {
    const instances = await client.query<InstanceRow>({
      name: "find-feature-instances",
      text: `SELECT u.id AS "upstreamId", u.name AS "upstreamName", u.slug, u.url, u.transport,
          u.key_header AS "keyHeader", u.problem, u.problem_since AS "problemSince", u.declared, u.features,
          k.id AS "keyId", k.version AS "keyVersion", k.is_own AS "isOwnKey", u.key_mode AS "keyMode"
        FROM tenant.upstreams u LEFT JOIN LATERAL (
          SELECT uk.id, uk.version, uk.owner_id IS NOT NULL AS is_own FROM tenant.upstream_keys uk
          WHERE uk.tenant_id = $1 AND uk.upstream_id = u.id
            AND (uk.owner_id = $2 AND uk.state = 'active' AND u.key_mode <> 'shared'
              OR uk.owner_id IS NULL AND u.key_mode <> 'personal')
          ORDER BY uk.owner_id NULLS LAST LIMIT 1
        ) k ON true
        WHERE u.tenant_id = $1 AND u.status <> 'draft' AND u.paused_at IS NULL
          AND $3::tenant.member_role = ANY (u.roles)
        ORDER BY u.slug <> '', u.created_at, u.id`,
      values: [tenantId, personId, role],
    });
    const policies = await client.query<{ rule: string; allowed: boolean }>({
      name: "find-feature-rules",
      text: `SELECT p.subject || ':' || p.name AS rule, p.allowed FROM tenant.tool_policies p
             WHERE p.tenant_id = $1 AND p.role = $2 AND p.subject = 'group'`,
      values: [tenantId, role],
    });
    const rulesOf = (allowed: boolean) =>
      policies.rows.filter((row) => row.allowed === allowed).map(({ rule }) => rule);
    return { rows: instances.rows, rules: { allowed: rulesOf(true), denied: rulesOf(false) } };
  });
}

/** What an admin approved beside tools of the instances that are for this role. */
export async function findApprovedFeatures(
  tenantId: TenantId,
  role: Role,
): Promise<{ features: string[] }[]> {
  return await inTenantSql(tenantId, async (client) => {
    const { rows } = await client.query<{ features: string[] }>({
      name: "find-approved-features",
      text: `SELECT u.features FROM tenant.upstreams u
             WHERE u.tenant_id = $1 AND u.status <> 'draft' AND u.features <> '{}'
               AND $2::tenant.member_role = ANY (u.roles)`,
      values: [tenantId, role],
    });
    return rows;
  });
}
