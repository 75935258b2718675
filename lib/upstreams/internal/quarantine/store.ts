import "#server-only";
import type { QuarantineReason } from "#lib/catalog/schema.ts";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { QuarantinedTool } from "./sort-tools.ts";

/** A tool that is left out, and since when it is for that reason. */
export type QuarantinedRow = QuarantinedTool & { seenAt: Date };
export type QuarantinedPlace = QuarantinedRow & { upstreamId: UpstreamId; upstreamName: string };

export async function findQuarantined(
  tx: Tx,
  tenantId: TenantId,
  upstreamId: UpstreamId,
): Promise<QuarantinedRow[]> {
  const rows = await tx.quarantinedTool.findMany({
    where: { tenantId, upstreamId },
    orderBy: [{ name: "asc" }, { reason: "asc" }],
    select: { name: true, reason: true, seenAt: true },
  });
  return rows.map((row) => ({ ...row, reason: row.reason as QuarantineReason }));
}

/** Those of all instances in use, by instance and name. */
export async function findAllQuarantined(
  tx: Tx,
  tenantId: TenantId,
  limit: number,
): Promise<QuarantinedPlace[]> {
  const rows = await tx.quarantinedTool.findMany({
    where: { tenantId, upstream: { status: { not: "draft" } } },
    orderBy: [{ upstream: { name: "asc" } }, { upstreamId: "asc" }, { name: "asc" }, { reason: "asc" }],
    take: limit,
    select: {
      name: true,
      reason: true,
      seenAt: true,
      upstreamId: true,
      upstream: { select: { name: true } },
    },
  });
  return rows.map(({ upstream, upstreamId, reason, ...row }) => ({
    ...row,
    reason: reason as QuarantineReason,
    upstreamId: upstreamId as UpstreamId,
    upstreamName: upstream.name,
  }));
}

/** Keeps exactly these as left out of an instance's list; whether that is not what it was before. */
export async function saveQuarantined(
  tx: Tx,
  tenantId: TenantId,
  upstreamId: UpstreamId,
  quarantined: readonly QuarantinedTool[],
): Promise<boolean> {
  const rows = await tx.quarantinedTool.findMany({
    where: { tenantId, upstreamId },
    select: { id: true, name: true, reason: true },
  });
  const wanted = new Set(quarantined.map(toText));
  const kept = new Set(rows.map(toText));
  const mended = rows.filter((row) => !wanted.has(toText(row))).map(({ id }) => id);
  const added = quarantined.filter((tool) => !kept.has(toText(tool)));
  if (mended.length === 0 && added.length === 0) return false;
  await tx.quarantinedTool.deleteMany({ where: { tenantId, upstreamId, id: { in: mended } } });
  await tx.quarantinedTool.createMany({
    data: added.map(({ name, reason }) => ({ tenantId, upstreamId, id: crypto.randomUUID(), name, reason })),
    skipDuplicates: true,
  });
  return true;
}

function toText({ name, reason }: { name: string; reason: string }): string {
  return `${reason} ${name}`;
}
