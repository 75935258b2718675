import "#server-only";
import type { PersonId, TenantId, UpstreamId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import { inTenantSql } from "#lib/platform/db/in-tenant-sql.ts";
import type { KeyKind, KeyState } from "../../schema.ts";
import type { KeyRow, Tx } from "../../store.ts";

type SealedRow = {
  upstreamId: UpstreamId;
  ownerId: PersonId | null;
  sealed: Uint8Array;
  /** The key it replaced, while that may still stand in for it. */
  previousSealed: Uint8Array | null;
  previousVersion: number | null;
};

/** The sealed key of that id and version; null once it was replaced or removed. */
export async function findSealedKey(
  tenantId: TenantId,
  { id, version }: { id: UpstreamKeyId; version: number },
): Promise<SealedRow | null> {
  return await inTenantSql(tenantId, async (client) => {
    const { rows } = await client.query<SealedRow>({
      name: "find-sealed-key",
      text: `SELECT upstream_id AS "upstreamId", owner_id AS "ownerId", sealed,
               CASE WHEN previous_until > now() THEN previous_sealed END AS "previousSealed",
               CASE WHEN previous_until > now() THEN previous_version END AS "previousVersion"
             FROM tenant.upstream_keys WHERE tenant_id = $1 AND id = $2 AND version = $3`,
      values: [tenantId, id, version],
    });
    return rows[0] ?? null;
  });
}

export type SealedKey = Pick<KeyRow, "id" | "version" | "lastFour" | "kind" | "actsAs"> & {
  sealed: Uint8Array<ArrayBuffer>;
};
/** The key that is replaced, and until when it stands in for the new one. */
export type Previous = { sealed: Uint8Array; version: number; lastFour: string; until: Date };

/** `ownerId` null is the organisation's shared key; `state` is that of somebody's own. */
export async function insertKey(
  tx: Tx,
  tenantId: TenantId,
  key: SealedKey & { upstreamId: UpstreamId; ownerId: PersonId | null; state?: KeyState },
): Promise<void> {
  await tx.upstreamKey.create({ data: { ...key, tenantId }, select: { id: true } });
}

export type StoredKey = {
  id: UpstreamKeyId;
  version: number;
  kind: KeyKind;
  lastFour: string;
  sealed: Uint8Array;
  /** Whether the key it replaced is still stored beside it. */
  hasPrevious: boolean;
};

export async function findSharedKey(
  tx: Tx,
  tenantId: TenantId,
  upstreamId: UpstreamId,
): Promise<StoredKey | null> {
  const found = await tx.upstreamKey.findFirst({
    where: { tenantId, upstreamId, ownerId: null },
    select: { id: true, version: true, kind: true, lastFour: true, sealed: true, previousVersion: true },
  });
  if (found === null) return null;
  const { id, previousVersion, ...key } = found;
  return { ...key, id: id as UpstreamKeyId, hasPrevious: previousVersion !== null };
}

/** Replaces the shared key if it still has the version before; of two at once one wins. */
export async function replaceSharedKey(
  tx: Tx,
  tenantId: TenantId,
  { id, version, ...data }: SealedKey,
  previous: Previous | null,
): Promise<boolean> {
  const { count } = await tx.upstreamKey.updateMany({
    where: { tenantId, id, ownerId: null, version: version - 1 },
    data: {
      ...data,
      version,
      createdAt: new Date(),
      doubtedAt: null,
      refusedAt: null,
      previousSealed: previous === null ? null : new Uint8Array(previous.sealed),
      previousVersion: previous?.version ?? null,
      previousLastFour: previous?.lastFour ?? null,
      previousUntil: previous?.until ?? null,
    },
  });
  return count === 1;
}

/** What a check learned of the shared key: whose it is, and that it is not refused. */
export async function saveKeyOwner(
  tx: Tx,
  tenantId: TenantId,
  upstreamId: UpstreamId,
  owner: { kind: KeyKind; actsAs: string | null },
): Promise<void> {
  await tx.upstreamKey.updateMany({ where: { tenantId, upstreamId, ownerId: null }, data: owner });
}

/** Every key of an instance, people's own too. */
export async function deleteKeys(tx: Tx, tenantId: TenantId, upstreamId: UpstreamId): Promise<number> {
  return (await tx.upstreamKey.deleteMany({ where: { tenantId, upstreamId } })).count;
}

/** Notes that a key was refused, or that another had to stand in for it; until somebody looked, the first time counts. */
export async function doubtKey(
  tenantId: TenantId,
  { id, version }: { id: UpstreamKeyId; version: number },
): Promise<void> {
  await inTenantSql(tenantId, async (client) => {
    await client.query({
      name: "doubt-key",
      text: `UPDATE tenant.upstream_keys SET doubted_at = now()
             WHERE tenant_id = $1 AND id = $2 AND version = $3 AND doubted_at IS NULL AND refused_at IS NULL`,
      values: [tenantId, id, version],
    });
  });
}

/** A key that was taken: nothing is held against it any more. */
export async function clearDoubt(tx: Tx, tenantId: TenantId, id: UpstreamKeyId): Promise<void> {
  await tx.upstreamKey.updateMany({
    where: { tenantId, id, OR: [{ doubtedAt: { not: null } }, { refusedAt: { not: null } }] },
    data: { doubtedAt: null, refusedAt: null },
  });
}

/** Marks a key dead, once; false where it was already, or was replaced meanwhile. */
export async function markRefused(
  tx: Tx,
  tenantId: TenantId,
  { id, version }: { id: UpstreamKeyId; version: number },
): Promise<boolean> {
  const { count } = await tx.upstreamKey.updateMany({
    where: { tenantId, id, version, refusedAt: null },
    data: { refusedAt: new Date(), doubtedAt: null },
  });
  return count === 1;
}

/** Sealed anew under the next version without the key before: what was opened with that one is used no longer. */
export async function settleKeyRow(
  tx: Tx,
  tenantId: TenantId,
  { id, version, sealed }: { id: UpstreamKeyId; version: number; sealed: Uint8Array<ArrayBuffer> },
): Promise<boolean> {
  const { count } = await tx.upstreamKey.updateMany({
    where: { tenantId, id, version: version - 1 },
    data: {
      version,
      sealed,
      previousSealed: null,
      previousVersion: null,
      previousLastFour: null,
      previousUntil: null,
    },
  });
  return count === 1;
}

/** A call went through with it after all. */
export async function trustKey(
  tenantId: TenantId,
  { id, version }: { id: UpstreamKeyId; version: number },
): Promise<void> {
  await inTenantSql(tenantId, async (client) => {
    await client.query({
      name: "trust-key",
      text: `UPDATE tenant.upstream_keys SET doubted_at = NULL, refused_at = NULL
             WHERE tenant_id = $1 AND id = $2 AND version = $3 AND (doubted_at IS NOT NULL OR refused_at IS NOT NULL)`,
      values: [tenantId, id, version],
    });
  });
}

const TOLD_MAX = 50;

/** Whom a key concerns: its owner, or without one the owners and admins. Null where there is no such instance. */
export async function findConcerned(
  tx: Tx,
  tenantId: TenantId,
  { upstreamId, ownerId }: { upstreamId: UpstreamId; ownerId: PersonId | null },
): Promise<{ tenantName: string; tenantSlug: string; instance: string; addresses: string[] } | null> {
  const upstream = await tx.upstream.findFirst({
    where: { tenantId, id: upstreamId },
    select: { name: true, tenant: { select: { name: true, slug: true } } },
  });
  if (upstream === null) return null;
  const members = await tx.membership.findMany({
    where: {
      tenantId,
      status: "active",
      ...(ownerId === null ? { role: { in: ["owner", "admin"] } } : { personId: ownerId }),
    },
    orderBy: { id: "asc" },
    take: TOLD_MAX,
    select: { email: true },
  });
  const { name: instance, tenant } = upstream;
  const addresses = members.map(({ email }) => email);
  return { tenantName: tenant.name, tenantSlug: tenant.slug, instance, addresses };
}
