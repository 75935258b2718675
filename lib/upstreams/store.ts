import "#server-only";
import type { TenantId, UpstreamId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import type { Prisma } from "#lib/platform/db/generated/client.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { StoredTool, ToolPlan } from "./internal/plan-tools.ts";
import type { ToolDefinition } from "./internal/read-tools.ts";
import { keepVersions, pruneVersions } from "./internal/versions/store.ts";
import type { UpstreamTransport } from "./open-session.ts";
import type { CheckRow, Declared, Feature, KeyKind, SetupStep, ToolState, UpstreamStatus } from "./schema.ts";
import type { KeyMode } from "./terms.ts";

export type { Tx } from "#lib/platform/db/tx.ts";

const KEY_SELECT = {
  id: true,
  version: true,
  lastFour: true,
  kind: true,
  actsAs: true,
  refusedAt: true,
  previousLastFour: true,
  previousUntil: true,
  createdAt: true,
} as const;
const UPSTREAM_SELECT = {
  id: true,
  name: true,
  slug: true,
  url: true,
  apiUrl: true,
  transport: true,
  keyHeader: true,
  declared: true,
  features: true,
  status: true,
  problem: true,
  problemSince: true,
  problemStatus: true,
  problemCode: true,
  checkedAt: true,
  checkingAt: true,
  syncedAt: true,
  lastGoodAt: true,
  latencyMs: true,
  revision: true,
  report: true,
  pausedAt: true,
  setup: true,
  keyMode: true,
  roles: true,
  version: true,
  createdAt: true,
  keys: { where: { ownerId: null }, select: KEY_SELECT },
} as const;

export type KeyRow = {
  id: UpstreamKeyId;
  version: number;
  lastFour: string;
  kind: KeyKind;
  actsAs: string | null;
  refusedAt: Date | null;
  previousLastFour: string | null;
  previousUntil: Date | null;
  createdAt: Date;
};
export type UpstreamRow = {
  id: UpstreamId;
  name: string;
  slug: string;
  url: string;
  apiUrl: string | null;
  transport: UpstreamTransport;
  keyHeader: string;
  declared: Declared[];
  features: Feature[];
  status: UpstreamStatus;
  problem: string | null;
  problemSince: Date | null;
  problemStatus: number | null;
  problemCode: number | null;
  checkedAt: Date | null;
  checkingAt: Date | null;
  syncedAt: Date | null;
  lastGoodAt: Date | null;
  latencyMs: number | null;
  revision: string | null;
  report: unknown;
  pausedAt: Date | null;
  setup: SetupStep | null;
  keyMode: KeyMode;
  roles: Role[];
  version: number;
  createdAt: Date;
  keys: KeyRow[];
};
export type ToolRow = StoredTool & { definition: ToolDefinition; seenAt: Date };

export async function findUpstreams(tx: Tx, tenantId: TenantId): Promise<UpstreamRow[]> {
  return (await tx.upstream.findMany({
    where: { tenantId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: UPSTREAM_SELECT,
  })) as UpstreamRow[];
}

export async function findUpstream(tx: Tx, tenantId: TenantId, id: UpstreamId): Promise<UpstreamRow | null> {
  return (await tx.upstream.findFirst({
    where: { tenantId, id },
    select: UPSTREAM_SELECT,
  })) as UpstreamRow | null;
}

export async function insertUpstream(
  tx: Tx,
  tenantId: TenantId,
  row: Pick<UpstreamRow, "id" | "name" | "slug" | "url" | "apiUrl" | "keyHeader"> & UpstreamData,
): Promise<void> {
  await tx.upstream.create({ data: { ...row, tenantId }, select: { id: true } });
}

export type UpstreamData = Partial<
  Omit<UpstreamRow, "id" | "slug" | "createdAt" | "keys" | "version" | "report"> & { report: CheckRow[] }
>;

export async function updateUpstream(
  tx: Tx,
  tenantId: TenantId,
  id: UpstreamId,
  data: UpstreamData,
): Promise<boolean> {
  return (await tx.upstream.updateMany({ where: { tenantId, id }, data })).count === 1;
}

/** False when it is so already. */
export async function movePause(
  tx: Tx,
  tenantId: TenantId,
  id: UpstreamId,
  isPaused: boolean,
): Promise<boolean> {
  const { count } = await tx.upstream.updateMany({
    where: { tenantId, id, pausedAt: isPaused ? null : { not: null } },
    data: { pausedAt: isPaused ? new Date() : null },
  });
  return count === 1;
}

/** Changes what somebody edits, if it still is the version they saw. */
export async function editUpstreamRow(
  tx: Tx,
  tenantId: TenantId,
  { id, version }: { id: UpstreamId; version: number },
  data: UpstreamData,
): Promise<boolean> {
  const { count } = await tx.upstream.updateMany({
    where: { tenantId, id, version },
    data: { ...data, version: version + 1 },
  });
  return count === 1;
}

export async function deleteUpstream(tx: Tx, tenantId: TenantId, id: UpstreamId): Promise<boolean> {
  return (await tx.upstream.deleteMany({ where: { tenantId, id } })).count === 1;
}

export async function findTools(tx: Tx, tenantId: TenantId, upstreamId: UpstreamId): Promise<ToolRow[]> {
  return (await tx.upstreamTool.findMany({
    where: { tenantId, upstreamId },
    orderBy: { name: "asc" },
    select: {
      id: true,
      name: true,
      definition: true,
      hash: true,
      approvedHash: true,
      state: true,
      seenAt: true,
    },
  })) as unknown as ToolRow[];
}

export async function countTools(
  tx: Tx,
  tenantId: TenantId,
): Promise<{ upstreamId: UpstreamId; state: ToolState; count: number }[]> {
  const rows = await tx.upstreamTool.groupBy({
    by: ["upstreamId", "state"],
    where: { tenantId },
    _count: { _all: true },
  });
  return rows.map(({ upstreamId, state, _count }) => ({
    upstreamId: upstreamId as UpstreamId,
    state,
    count: _count._all,
  }));
}

/** Writes what `planTools` decided. */
export async function saveTools(
  tx: Tx,
  tenantId: TenantId,
  upstreamId: UpstreamId,
  { added, changed, gone, forgotten }: ToolPlan,
): Promise<void> {
  const seenAt = new Date();
  await tx.upstreamTool.deleteMany({ where: { tenantId, upstreamId, id: { in: forgotten }, state: "gone" } });
  await tx.upstreamTool.createMany({
    data: added.map(({ name, definition, hash, state }) => ({
      tenantId,
      upstreamId,
      id: crypto.randomUUID(),
      name,
      definition: definition as Prisma.InputJsonObject,
      hash,
      state,
    })),
  });
  const changedIds = changed.map(({ id }) => id);
  await keepVersions(tx, tenantId, changedIds);
  for (const { id, definition, hash, state } of changed) {
    await tx.upstreamTool.updateMany({
      where: { tenantId, upstreamId, id },
      data: { definition: definition as Prisma.InputJsonObject, hash, state, seenAt },
    });
  }
  await keepVersions(tx, tenantId, changedIds);
  await pruneVersions(tx, tenantId, changedIds);
  await tx.upstreamTool.updateMany({
    where: { tenantId, upstreamId, id: { in: gone } },
    data: { state: "gone" },
  });
}

/** Moves tools from one state to another; answers how many were in the first. */
export async function moveTools(
  tx: Tx,
  tenantId: TenantId,
  upstreamId: UpstreamId,
  { ids, from, to }: { ids: readonly string[]; from: ToolState; to: ToolState },
): Promise<number> {
  const { count } = await tx.upstreamTool.updateMany({
    where: { tenantId, upstreamId, id: { in: [...ids] }, state: from },
    data: { state: to },
  });
  return count;
}

/** Every key of the organisation, whoever's it is. */
export async function deleteAllKeys(tx: Tx, tenantId: TenantId): Promise<number> {
  await tx.presentedKey.deleteMany({ where: { tenantId } });
  return (await tx.upstreamKey.deleteMany({ where: { tenantId } })).count;
}

export async function countInstancesAndKeys(
  tx: Tx,
  tenantId: TenantId,
): Promise<{ instances: number; keys: number }> {
  const instances = await tx.upstream.count({ where: { tenantId } });
  return { instances, keys: await tx.upstreamKey.count({ where: { tenantId } }) };
}
