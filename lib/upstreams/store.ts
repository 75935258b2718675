import "#server-only";
import type { PersonId, TenantId, UpstreamId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import type { Prisma } from "#lib/platform/db/generated/client.ts";
import { inTenantSql } from "#lib/platform/db/in-tenant-sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { StoredTool, ToolPlan } from "./internal/plan-tools.ts";
import type { ToolDefinition } from "./internal/read-tools.ts";
import { keepVersions, pruneVersions } from "./internal/versions/store.ts";
import type { UpstreamTransport } from "./open-session.ts";
import type { Declared, Feature, KeyKind, ToolState, UpstreamStatus } from "./schema.ts";

/** The sealed key of that id and version; null once it was replaced or removed. */
export async function findSealedKey(
  tenantId: TenantId,
  { id, version }: { id: UpstreamKeyId; version: number },
): Promise<{ upstreamId: UpstreamId; ownerId: PersonId | null; sealed: Uint8Array } | null> {
  return await inTenantSql(tenantId, async (client) => {
    const { rows } = await client.query<{
      upstreamId: UpstreamId;
      ownerId: PersonId | null;
      sealed: Uint8Array;
    }>({
      name: "find-sealed-key",
      text: `SELECT upstream_id AS "upstreamId", owner_id AS "ownerId", sealed FROM tenant.upstream_keys
             WHERE tenant_id = $1 AND id = $2 AND version = $3`,
      values: [tenantId, id, version],
    });
    return rows[0] ?? null;
  });
}

/**
 * Notes what is wrong with an instance, or that nothing is (null). The time it began stays until it is well again, and is
 * the answer.
 */
export async function saveProblem(
  tenantId: TenantId,
  upstreamId: UpstreamId,
  problem: string | null,
): Promise<Date | null> {
  return await inTenantSql(tenantId, async (client) => {
    await client.query({
      name: "save-problem",
      text: `UPDATE tenant.upstreams
             SET problem = $3, problem_since = CASE WHEN $3::text IS NULL THEN NULL ELSE coalesce(problem_since, now()) END,
                 status = CASE WHEN $3::text IS NULL AND status = 'error' THEN 'ready' ELSE status END
             WHERE tenant_id = $1 AND id = $2 AND problem IS DISTINCT FROM $3`,
      values: [tenantId, upstreamId, problem],
    });
    if (problem === null) return null;
    const { rows } = await client.query<{ since: Date | null }>({
      name: "find-problem-since",
      text: "SELECT problem_since AS since FROM tenant.upstreams WHERE tenant_id = $1 AND id = $2",
      values: [tenantId, upstreamId],
    });
    return rows[0]?.since ?? null;
  });
}

export type { Tx } from "#lib/platform/db/tx.ts";

const KEY_SELECT = {
  id: true,
  version: true,
  lastFour: true,
  kind: true,
  actsAs: true,
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
  checkedAt: true,
  createdAt: true,
  keys: { where: { ownerId: null }, select: KEY_SELECT },
} as const;

export type KeyRow = {
  id: UpstreamKeyId;
  version: number;
  lastFour: string;
  kind: KeyKind;
  actsAs: string | null;
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
  checkedAt: Date | null;
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
  row: Pick<UpstreamRow, "id" | "name" | "slug" | "url" | "apiUrl" | "transport" | "keyHeader" | "declared">,
): Promise<void> {
  await tx.upstream.create({ data: { ...row, tenantId, checkedAt: new Date() }, select: { id: true } });
}

export async function updateUpstream(
  tx: Tx,
  tenantId: TenantId,
  id: UpstreamId,
  data: Partial<Omit<UpstreamRow, "id" | "name" | "slug" | "createdAt" | "keys">>,
): Promise<boolean> {
  return (await tx.upstream.updateMany({ where: { tenantId, id }, data })).count === 1;
}

export async function deleteUpstream(tx: Tx, tenantId: TenantId, id: UpstreamId): Promise<boolean> {
  return (await tx.upstream.deleteMany({ where: { tenantId, id } })).count === 1;
}

type SealedKey = Omit<KeyRow, "createdAt"> & { sealed: Uint8Array<ArrayBuffer> };

export async function insertSharedKey(
  tx: Tx,
  tenantId: TenantId,
  upstreamId: UpstreamId,
  key: SealedKey,
): Promise<void> {
  await tx.upstreamKey.create({ data: { ...key, tenantId, upstreamId }, select: { id: true } });
}

export async function findSharedKey(
  tx: Tx,
  tenantId: TenantId,
  upstreamId: UpstreamId,
): Promise<{ version: number; kind: KeyKind; sealed: Uint8Array } | null> {
  return await tx.upstreamKey.findFirst({
    where: { tenantId, upstreamId, ownerId: null },
    select: { version: true, kind: true, sealed: true },
  });
}

/** Replaces the shared key if it still has the version before; of two at once one wins. */
export async function replaceSharedKey(
  tx: Tx,
  tenantId: TenantId,
  { id, version, ...data }: SealedKey,
): Promise<boolean> {
  const { count } = await tx.upstreamKey.updateMany({
    where: { tenantId, id, ownerId: null, version: version - 1 },
    data: { ...data, version, createdAt: new Date() },
  });
  return count === 1;
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
