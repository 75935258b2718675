import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { LimitedRole } from "../../schema.ts";

export type { Tx } from "#lib/platform/db/tx.ts";

export type LimitKey = { role: LimitedRole; tool: string; argument: string };
export type ArgumentLimitRow = LimitKey & { id: string; allowed: string[]; createdAt: Date };

const SELECT = { id: true, role: true, tool: true, argument: true, allowed: true, createdAt: true } as const;

/** Makes those who set limits in one organisation take turns, so that two cannot both be the last that fits. */
export async function lockLimits(tx: Tx, tenantId: TenantId): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`argument-limits:${tenantId}`}, 0))::text`;
}

export async function findLimits(tx: Tx, tenantId: TenantId): Promise<ArgumentLimitRow[]> {
  return (await tx.argumentLimit.findMany({
    where: { tenantId },
    orderBy: [{ tool: "asc" }, { argument: "asc" }, { role: "asc" }],
    select: SELECT,
  })) as ArgumentLimitRow[];
}

export async function findLimit(
  tx: Tx,
  tenantId: TenantId,
  { role, tool, argument }: LimitKey,
): Promise<ArgumentLimitRow | null> {
  return (await tx.argumentLimit.findFirst({
    where: { tenantId, role, tool, argument },
    select: SELECT,
  })) as ArgumentLimitRow | null;
}

export async function countLimits(tx: Tx, tenantId: TenantId): Promise<number> {
  return await tx.argumentLimit.count({ where: { tenantId } });
}

export async function saveLimit(
  tx: Tx,
  tenantId: TenantId,
  { role, tool, argument, allowed }: LimitKey & { allowed: readonly string[] },
): Promise<{ id: string }> {
  return await tx.argumentLimit.upsert({
    where: { tenantId_tool_argument_role: { tenantId, tool, argument, role } },
    create: { tenantId, id: crypto.randomUUID(), role, tool, argument, allowed: [...allowed] },
    update: { allowed: [...allowed] },
    select: { id: true },
  });
}

/** What was removed; null when there was nothing. */
export async function deleteLimit(
  tx: Tx,
  tenantId: TenantId,
  id: string,
): Promise<(LimitKey & { allowed: string[] }) | null> {
  const found = await tx.argumentLimit.findFirst({ where: { tenantId, id }, select: SELECT });
  const { count } = await tx.argumentLimit.deleteMany({ where: { tenantId, id } });
  return count === 1 ? (found as ArgumentLimitRow | null) : null;
}

/** The input schemas of the organisation's tools of that name, one an instance that has it now. */
export async function findSchemas(tx: Tx, tenantId: TenantId, tool: string): Promise<unknown[]> {
  const rows = await tx.upstreamTool.findMany({
    where: { tenantId, name: tool, state: { not: "gone" } },
    select: { definition: true },
  });
  return rows.map(({ definition }) => (definition as { inputSchema?: unknown }).inputSchema);
}
