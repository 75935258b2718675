import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { Prisma } from "#lib/platform/db/generated/client.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { ExportProblem, ExportState } from "./schema.ts";
import type { ExportFormat, ExportKind } from "./terms.ts";

export type { Tx } from "#lib/platform/db/tx.ts";
export type ExportItem = {
  id: string;
  personId: PersonId;
  email: string;
  kind: ExportKind;
  format: ExportFormat;
  filter: { [name: string]: unknown };
  timeZone: string;
  state: ExportState;
  problem: ExportProblem | null;
  rows: number;
  /** How many there will be, where that is known. */
  rowsExpected: number | null;
  bytes: number;
  createdAt: Date;
  endedAt: Date | null;
  expiresAt: Date | null;
};
/** What the writer goes on with: where it is in what it reads, and what the file says of itself. */
export type ExportWork = ExportItem & { cursor: unknown; facts: unknown; chunks: number; failures: number };
export type ClaimedExport = { tenantId: TenantId; id: string; claim: number };

const ITEM = {
  id: true,
  personId: true,
  email: true,
  kind: true,
  format: true,
  filter: true,
  timeZone: true,
  state: true,
  problem: true,
  rows: true,
  rowsExpected: true,
  bytes: true,
  createdAt: true,
  endedAt: true,
  expiresAt: true,
} as const;
const WORK = { ...ITEM, cursor: true, facts: true, chunks: true, failures: true } as const;

type NewExport = Pick<ExportItem, "personId" | "email" | "kind" | "format" | "timeZone"> & {
  filter: Prisma.InputJsonObject;
};

export async function insertExport(tx: Tx, tenantId: TenantId, item: NewExport): Promise<string> {
  const id = crypto.randomUUID();
  await tx.export.create({ data: { ...item, tenantId, id }, select: { id: true } });
  return id;
}

export async function countWaiting(tx: Tx, tenantId: TenantId): Promise<number> {
  return await tx.export.count({ where: { tenantId, state: "waiting" } });
}

export async function countItems(tx: Tx, tenantId: TenantId): Promise<number> {
  return await tx.export.count({ where: { tenantId } });
}

/** The newest first; each is forgotten a day after it ended, so there are never many. */
export async function listItems(tx: Tx, tenantId: TenantId, limit: number): Promise<ExportItem[]> {
  const rows = await tx.export.findMany({
    where: { tenantId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
    select: ITEM,
  });
  return rows as ExportItem[];
}

export async function findItem(tx: Tx, tenantId: TenantId, id: string): Promise<ExportItem | null> {
  return (await tx.export.findFirst({ where: { tenantId, id }, select: ITEM })) as ExportItem | null;
}

/** False when it had ended before. What was written of it is gone. */
export async function cancelWaiting(tx: Tx, tenantId: TenantId, id: string): Promise<boolean> {
  const { count } = await tx.export.updateMany({
    where: { tenantId, id, state: "waiting" },
    data: { state: "cancelled", endedAt: new Date() },
  });
  if (count === 1) await tx.exportChunk.deleteMany({ where: { tenantId, exportId: id } });
  return count === 1;
}

/** Takes the export that waited longest for its next step, for a minute; `claim` counts who took it. */
export async function claimExport(): Promise<ClaimedExport | null> {
  const { rows } = await appSql().query<ClaimedExport>({
    name: "claim-export",
    text: `SELECT tenant_id AS "tenantId", id, claim FROM tenant.claim_export()`,
  });
  return rows[0] ?? null;
}

export async function findWork({ tenantId, id, claim }: ClaimedExport): Promise<ExportWork | null> {
  return await inTenant(tenantId, async (tx) => {
    const where = { tenantId, id, claim, state: "waiting" };
    return (await tx.export.findFirst({ where, select: WORK })) as ExportWork | null;
  });
}

export type WrittenStep = {
  chunk: Uint8Array<ArrayBuffer> | null;
  place: number;
  rows: number;
  bytes: number;
  rowsExpected: number | null;
  cursor: Prisma.InputJsonValue | null;
  facts: Prisma.InputJsonValue;
  /** Set with the last step; what is to be done in the same transaction. */
  end: { expiresAt: Date; tell: (tx: Tx) => Promise<void> } | null;
};

/** Keeps a step with where to go on. False, and nothing is kept, when it was cancelled or somebody else took it. */
export async function saveStep(claimed: ClaimedExport, step: WrittenStep): Promise<boolean> {
  const { tenantId, id, claim } = claimed;
  return await inTenant(tenantId, async (tx) => {
    const { count } = await tx.export.updateMany({
      where: { tenantId, id, claim, state: "waiting" },
      data: {
        rows: { increment: step.rows },
        bytes: { increment: step.bytes },
        chunks: step.chunk === null ? step.place : step.place + 1,
        rowsExpected: step.rowsExpected,
        cursor: step.cursor ?? Prisma.DbNull,
        facts: step.facts,
        failures: 0,
        dueAt: new Date(),
        ...(step.end && { state: "ready", endedAt: new Date(), expiresAt: step.end.expiresAt }),
      },
    });
    if (count === 0) return false;
    if (step.chunk !== null) {
      const chunk = { tenantId, exportId: id, place: step.place, bytes: step.chunk };
      await tx.exportChunk.create({ data: chunk, select: { place: true } });
    }
    await step.end?.tell(tx);
    return true;
  });
}

/** Puts a step that failed off. */
export async function postponeStep({ tenantId, id, claim }: ClaimedExport, until: Date): Promise<void> {
  await inTenant(tenantId, (tx) =>
    tx.export.updateMany({
      where: { tenantId, id, claim, state: "waiting" },
      data: { failures: { increment: 1 }, dueAt: until },
    }),
  );
}

export async function failExport(
  { tenantId, id, claim }: ClaimedExport,
  problem: ExportProblem,
): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const { count } = await tx.export.updateMany({
      where: { tenantId, id, claim, state: "waiting" },
      data: { state: "failed", problem, endedAt: new Date() },
    });
    if (count === 1) await tx.exportChunk.deleteMany({ where: { tenantId, exportId: id } });
  });
}

export async function findChunk(
  tenantId: TenantId,
  { id, place }: { id: string; place: number },
): Promise<Uint8Array | null> {
  return await inTenant(tenantId, async (tx) => {
    const where = { tenantId, exportId: id, place };
    return (await tx.exportChunk.findFirst({ where, select: { bytes: true } }))?.bytes ?? null;
  });
}

/** Forgets exports a day after they ended. */
export async function purgeEnded(): Promise<void> {
  await appSql().query("SELECT tenant.purge_exports()");
}

export async function findItemsOf(tx: Tx, tenantId: TenantId, personId: PersonId): Promise<ExportItem[]> {
  const rows = await tx.export.findMany({
    where: { tenantId, personId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: ITEM,
  });
  return rows as ExportItem[];
}

/** A writer that has one claimed finds it gone. */
export async function deleteItemsOf(tx: Tx, tenantId: TenantId, personId: PersonId): Promise<void> {
  await tx.export.deleteMany({ where: { tenantId, personId } });
}
