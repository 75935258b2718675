import "#server-only";
import type { TenantId, UpstreamToolId } from "#lib/kernel/ids.ts";
import { Prisma } from "#lib/platform/db/generated/client.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { Hints } from "./terms.ts";

export type LabelRow = {
  name: string;
  hints: Hints | null;
  hintsReason: string | null;
  hintsVersion: number;
};

export async function findLabel(tx: Tx, tenantId: TenantId, id: UpstreamToolId): Promise<LabelRow | null> {
  return (await tx.upstreamTool.findFirst({
    where: { tenantId, id },
    select: { name: true, hints: true, hintsReason: true, hintsVersion: true },
  })) as LabelRow | null;
}

/** False when somebody else saved a label since that version. */
export async function saveLabel(
  tx: Tx,
  tenantId: TenantId,
  {
    id,
    version,
    hints,
    reason,
  }: { id: UpstreamToolId; version: number; hints: Hints | null; reason: string | null },
): Promise<boolean> {
  const { count } = await tx.upstreamTool.updateMany({
    where: { tenantId, id, hintsVersion: version },
    data: { hints: hints ?? Prisma.DbNull, hintsReason: reason, hintsVersion: version + 1 },
  });
  return count === 1;
}

/** Takes every label of an organisation's tools back; how many there were. */
export async function clearLabels(tenantId: TenantId): Promise<number> {
  const { count } = await inTenant(tenantId, (tx) =>
    tx.upstreamTool.updateMany({
      where: { tenantId, hintsReason: { not: null } },
      data: { hints: Prisma.DbNull, hintsReason: null, hintsVersion: { increment: 1 } },
    }),
  );
  return count;
}
