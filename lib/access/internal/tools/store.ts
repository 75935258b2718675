import "#server-only";
import type { Hints } from "#lib/catalog/terms.ts";
import type { TenantId, UpstreamId, UpstreamToolId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { ToolState } from "../../policy.ts";
import type { RuleKey, StoredRule } from "../plan-rules.ts";

export type { Tx } from "#lib/platform/db/tx.ts";

export type PolicyTool = {
  id: UpstreamToolId;
  upstreamId: UpstreamId;
  upstreamName: string;
  /** Its name outside, as apps know it, and at the instance. */
  exposedName: string;
  name: string;
  state: ToolState;
  hash: string;
  approvedHash: string | null;
  hints: Hints | null;
  inputSchema: unknown;
  /** False for one whose name outside is taken by a tool of an instance before it. */
  isReached: boolean;
  /** Who may use its instance at all. */
  instanceRoles: readonly Role[];
};

/** Every tool of the organisation's instances in use, the first instance's first. */
export async function findPolicyTools(tx: Tx, tenantId: TenantId): Promise<PolicyTool[]> {
  return await tx.$queryRaw<PolicyTool[]>`
    SELECT t.id::text, i.id::text AS "upstreamId", i.name AS "upstreamName", e.exposed AS "exposedName", t.name,
      t.state::text, t.hash, t.approved_hash AS "approvedHash", t.hints, t.definition -> 'inputSchema' AS "inputSchema",
      row_number() OVER (PARTITION BY e.exposed ORDER BY i.place) = 1 AS "isReached", i.roles AS "instanceRoles"
    FROM (SELECT u.id, u.name, u.slug, u.roles::text[] AS roles, row_number() OVER (ORDER BY u.slug <> '', u.created_at, u.id) AS place
          FROM tenant.upstreams u WHERE u.tenant_id = ${tenantId}::uuid AND u.status <> 'draft') i
    JOIN tenant.upstream_tools t ON t.tenant_id = ${tenantId}::uuid AND t.upstream_id = i.id
    CROSS JOIN LATERAL tenant.expose_tool(i.slug, t.name) e(exposed)
    ORDER BY i.place, t.name`;
}

/** What the organisation decided for every role, in one order. */
export async function findRules(tx: Tx, tenantId: TenantId): Promise<StoredRule[]> {
  return await tx.toolPolicy.findMany({
    where: { tenantId },
    orderBy: [{ role: "asc" }, { subject: "asc" }, { name: "asc" }],
    select: { role: true, subject: true, name: true, allowed: true },
  });
}

/** Makes those who change rules of one organisation take turns, so that each sees what the one before did. */
export async function lockRules(tx: Tx, tenantId: TenantId): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`tool-policies:${tenantId}`}, 0))::text`;
}

/** Writes rules, and takes those with `allowed: null` back: in two statements, however many there are. */
export async function saveRules(
  tx: Tx,
  tenantId: TenantId,
  rules: readonly (RuleKey & { allowed: boolean | null })[],
): Promise<void> {
  const removed = rules.filter(({ allowed }) => allowed === null);
  const kept = rules.filter(({ allowed }) => allowed !== null);
  if (removed.length > 0) {
    await tx.$executeRaw`
      DELETE FROM tenant.tool_policies p
      USING json_to_recordset(${JSON.stringify(removed)}::json) AS r(role tenant.member_role, subject tenant.policy_subject, name text)
      WHERE p.tenant_id = ${tenantId}::uuid AND p.role = r.role AND p.subject = r.subject AND p.name = r.name`;
  }
  if (kept.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO tenant.tool_policies (tenant_id, id, role, subject, name, allowed)
      SELECT ${tenantId}::uuid, gen_random_uuid(), r.role, r.subject, r.name, r.allowed
      FROM json_to_recordset(${JSON.stringify(kept)}::json)
        AS r(role tenant.member_role, subject tenant.policy_subject, name text, allowed boolean)
    ON CONFLICT (tenant_id, role, subject, name) DO UPDATE SET allowed = excluded.allowed`;
}

export type PolicyToolDetail = {
  definition: { [member: string]: unknown };
  hintsReason: string | null;
  hintsVersion: number;
  seenAt: Date;
};

/** What only the page of one tool shows. */
export async function findToolDetail(
  tx: Tx,
  tenantId: TenantId,
  id: UpstreamToolId,
): Promise<PolicyToolDetail | null> {
  return (await tx.upstreamTool.findFirst({
    where: { tenantId, id },
    select: { definition: true, hintsReason: true, hintsVersion: true, seenAt: true },
  })) as PolicyToolDetail | null;
}

/** Which of those own names the organisation's instances have. */
export async function findNames(tx: Tx, tenantId: TenantId, names: readonly string[]): Promise<Set<string>> {
  const rows = await tx.upstreamTool.findMany({
    where: { tenantId, name: { in: [...names] } },
    distinct: ["name"],
    select: { name: true },
  });
  return new Set(rows.map(({ name }) => name));
}
