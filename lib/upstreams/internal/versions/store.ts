import "#server-only";
import type { PersonId, TenantId, UpstreamId, UpstreamToolId } from "#lib/kernel/ids.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { ToolState } from "../../schema.ts";
import type { ToolDefinition } from "../read-tools.ts";

/** Versions kept of a tool beside the one that is approved and the one it has: an instance may change it all the time. */
const VERSIONS_MAX = 10;

/** Writes down what those tools are now, unless it is known already: their history begins with their first change. */
export async function keepVersions(tx: Tx, tenantId: TenantId, toolIds: readonly string[]): Promise<void> {
  if (toolIds.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO tenant.tool_versions (tenant_id, id, tool_id, hash, definition, seen_at)
      SELECT t.tenant_id, gen_random_uuid(), t.id, t.hash, t.definition, t.seen_at
      FROM tenant.upstream_tools t WHERE t.tenant_id = ${tenantId}::uuid AND t.id = ANY(${toolIds}::uuid[])
    ON CONFLICT (tenant_id, tool_id, hash) DO UPDATE SET seen_at = excluded.seen_at`;
}

export async function pruneVersions(tx: Tx, tenantId: TenantId, toolIds: readonly string[]): Promise<void> {
  if (toolIds.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM tenant.tool_versions v USING (
      SELECT k.id, row_number() OVER (PARTITION BY k.tool_id ORDER BY k.seen_at DESC, k.id) AS place
      FROM tenant.tool_versions k
      JOIN tenant.upstream_tools t ON t.tenant_id = k.tenant_id AND t.id = k.tool_id
      WHERE k.tenant_id = ${tenantId}::uuid AND k.tool_id = ANY(${toolIds}::uuid[])
        AND k.hash <> t.hash AND k.hash IS DISTINCT FROM t.approved_hash
    ) old
    WHERE v.tenant_id = ${tenantId}::uuid AND v.id = old.id AND old.place > ${VERSIONS_MAX}`;
}

export type VersionRow = {
  hash: string;
  definition: ToolDefinition;
  seenAt: Date;
  decision: "approved" | "off" | null;
  decidedAt: Date | null;
  decidedBy: PersonId | null;
};

export async function findVersions(
  tx: Tx,
  tenantId: TenantId,
  toolId: UpstreamToolId,
): Promise<VersionRow[]> {
  return (await tx.toolVersion.findMany({
    where: { tenantId, toolId },
    orderBy: [{ seenAt: "desc" }, { id: "asc" }],
    select: {
      hash: true,
      definition: true,
      seenAt: true,
      decision: true,
      decidedAt: true,
      decidedBy: true,
    },
  })) as unknown as VersionRow[];
}

/** Notes what a person decided about what those tools are now. */
export async function noteDecision(
  tx: Tx,
  tenantId: TenantId,
  {
    toolIds,
    decision,
    personId,
  }: { toolIds: readonly string[]; decision: "approved" | "off"; personId: PersonId },
): Promise<void> {
  await keepVersions(tx, tenantId, toolIds);
  await tx.$executeRaw`
    UPDATE tenant.tool_versions v SET decision = ${decision}, decided_at = now(), decided_by = ${personId}::uuid
    FROM tenant.upstream_tools t
    WHERE v.tenant_id = ${tenantId}::uuid AND t.tenant_id = v.tenant_id AND t.id = v.tool_id AND t.hash = v.hash
      AND t.id = ANY(${toolIds}::uuid[])`;
}

export type ChangedTool = {
  id: UpstreamToolId;
  upstreamId: UpstreamId;
  upstreamName: string;
  exposedName: string;
  name: string;
  state: ToolState;
  hash: string;
  approvedHash: string | null;
  definition: ToolDefinition;
  approved: ToolDefinition | null;
  seenAt: Date;
};

/** Tools in use that wait for an admin, by instance and name, with what was approved of them before. */
export async function findChangedTools(
  tx: Tx,
  tenantId: TenantId,
  { after, limit }: { after: { place: string; name: string } | null; limit: number },
): Promise<ChangedTool[]> {
  return await tx.$queryRaw<ChangedTool[]>`
    SELECT t.id::text, t.upstream_id::text AS "upstreamId", u.name AS "upstreamName",
      tenant.expose_tool(u.slug, t.name) AS "exposedName", t.name, t.state::text, t.hash, t.approved_hash AS "approvedHash",
      t.definition, v.definition AS approved, t.seen_at AS "seenAt"
    FROM tenant.upstream_tools t
    JOIN tenant.upstreams u ON u.tenant_id = t.tenant_id AND u.id = t.upstream_id AND u.status <> 'draft'
    LEFT JOIN tenant.tool_versions v ON v.tenant_id = t.tenant_id AND v.tool_id = t.id AND v.hash = t.approved_hash
    WHERE t.tenant_id = ${tenantId}::uuid AND t.state = 'pending'
      AND (${after === null} OR (t.upstream_id::text, t.name) > (${after?.place ?? ""}, ${after?.name ?? ""}))
    ORDER BY t.upstream_id::text, t.name LIMIT ${limit}`;
}

export async function countChangedTools(tx: Tx, tenantId: TenantId): Promise<number> {
  return await tx.upstreamTool.count({
    where: { tenantId, state: "pending", upstream: { status: { not: "draft" } } },
  });
}

export type ReviewedTool = {
  id: UpstreamToolId;
  name: string;
  hash: string;
  state: ToolState;
  upstreamId: UpstreamId;
  approvedHash: string | null;
};

/** Those tools as they are now, held until the transaction ends. */
export async function lockTools(tx: Tx, tenantId: TenantId, ids: readonly string[]): Promise<ReviewedTool[]> {
  return await tx.$queryRaw<ReviewedTool[]>`
    SELECT id::text, name, hash, state::text, upstream_id::text AS "upstreamId", approved_hash AS "approvedHash"
    FROM tenant.upstream_tools
    WHERE tenant_id = ${tenantId}::uuid AND id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
}

export async function settleTools(
  tx: Tx,
  tenantId: TenantId,
  { ids, state }: { ids: readonly string[]; state: "approved" | "off" },
): Promise<number> {
  const { count } = await tx.upstreamTool.updateMany({
    where: { tenantId, id: { in: [...ids] } },
    data: { state },
  });
  return count;
}

export type Reopened = { id: string; hash: string; approvedHash: string | null };

/**
 * Has tools wait again as if nobody had decided about what they are now, with what was approved of each before. In two
 * steps: a tool that stops being approved is first pinned to what it was, by a trigger.
 */
export async function reopenTools(tx: Tx, tenantId: TenantId, tools: readonly Reopened[]): Promise<void> {
  const ids = tools.map(({ id }) => id);
  await tx.upstreamTool.updateMany({ where: { tenantId, id: { in: ids } }, data: { state: "pending" } });
  const wanted = JSON.stringify(tools);
  await tx.$executeRaw`
    UPDATE tenant.upstream_tools t SET approved_hash = w."approvedHash"
    FROM jsonb_to_recordset(${wanted}::jsonb) AS w(id uuid, "approvedHash" text)
    WHERE t.tenant_id = ${tenantId}::uuid AND t.id = w.id`;
  await tx.$executeRaw`
    UPDATE tenant.tool_versions v SET decision = NULL, decided_at = NULL, decided_by = NULL
    FROM jsonb_to_recordset(${wanted}::jsonb) AS w(id uuid, hash text)
    WHERE v.tenant_id = ${tenantId}::uuid AND v.tool_id = w.id AND v.hash = w.hash`;
}

/** Which of these a tool had before and nobody kept off: what it can have been approved as. */
export async function findApprovable(
  tx: Tx,
  tenantId: TenantId,
  tools: readonly Reopened[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.toolVersion.findMany({
    where: {
      tenantId,
      toolId: { in: tools.map(({ id }) => id) },
      hash: { in: tools.flatMap(({ approvedHash }) => approvedHash ?? []) },
      OR: [{ decision: null }, { decision: "approved" }],
    },
    select: { toolId: true, hash: true },
  });
  return new Set(rows.map(({ toolId, hash }) => `${toolId} ${hash}`));
}
