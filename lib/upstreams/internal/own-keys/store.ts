import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import type { PersonId, TenantId, UpstreamId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import type { KeyKind, KeyState } from "../../schema.ts";
import type { Tx } from "../../store.ts";
import type { SealedKey } from "../keys/store.ts";

export type OwnKeyRow = {
  id: UpstreamKeyId;
  version: number;
  upstreamId: UpstreamId;
  lastFour: string;
  kind: KeyKind;
  actsAs: string | null;
  state: KeyState;
  refusedAt: Date | null;
  createdAt: Date;
};
/** With whose it is. */
export type PersonalKeyRow = OwnKeyRow & { owner: { name: string; email: string } };

const SELECT = {
  id: true,
  version: true,
  upstreamId: true,
  lastFour: true,
  kind: true,
  actsAs: true,
  state: true,
  refusedAt: true,
  createdAt: true,
} as const;

type Place = { upstreamId: UpstreamId; ownerId: PersonId };

export async function findOwnKey(tx: Tx, tenantId: TenantId, place: Place): Promise<OwnKeyRow | null> {
  return (await tx.upstreamKey.findFirst({
    where: { tenantId, ...place },
    select: SELECT,
  })) as OwnKeyRow | null;
}

export async function findOwnKeys(tx: Tx, tenantId: TenantId, ownerId: PersonId): Promise<OwnKeyRow[]> {
  return (await tx.upstreamKey.findMany({ where: { tenantId, ownerId }, select: SELECT })) as OwnKeyRow[];
}

/** Replaces somebody's own key if it still has the version before. Throws `conflict`. */
export async function replaceOwnKey(
  tx: Tx,
  tenantId: TenantId,
  { id, version, ...data }: SealedKey & { state: KeyState },
): Promise<void> {
  const { count } = await tx.upstreamKey.updateMany({
    where: { tenantId, id, ownerId: { not: null }, version: version - 1 },
    data: { ...data, version, createdAt: new Date(), doubtedAt: null, refusedAt: null },
  });
  if (count !== 1) {
    throw new DomainError("conflict", "Your key was replaced in another window just now. Reload the page.");
  }
}

export async function deleteOwnKey(tx: Tx, tenantId: TenantId, place: Place): Promise<boolean> {
  return (await tx.upstreamKey.deleteMany({ where: { tenantId, ...place } })).count === 1;
}

/** People's own keys of an instance, those that wait first, then by id; `after` is the last id of the page before. */
export async function findPersonalKeys(
  tx: Tx,
  tenantId: TenantId,
  upstreamId: UpstreamId,
  { state, after, keysMax }: { state: { in: KeyState[] }; after?: string | undefined; keysMax: number },
): Promise<PersonalKeyRow[]> {
  const rows = await tx.upstreamKey.findMany({
    where: {
      tenantId,
      upstreamId,
      ownerId: { not: null },
      state,
      ...(after === undefined ? {} : { id: { gt: after } }),
    },
    orderBy: { id: "asc" },
    take: keysMax,
    select: { ...SELECT, owner: { select: { name: true, email: true } } },
  });
  return rows.flatMap(({ owner, ...row }) => (owner === null ? [] : [{ ...row, owner }])) as PersonalKeyRow[];
}

export async function countPersonalKeys(
  tx: Tx,
  tenantId: TenantId,
  upstreamId: UpstreamId,
): Promise<{ active: number; waiting: number; refused: number }> {
  const where = { tenantId, upstreamId, ownerId: { not: null } };
  const groups = await tx.upstreamKey.groupBy({ by: ["state"], where, _count: { _all: true } });
  const countOf = (state: KeyState) => groups.find((group) => group.state === state)?._count._all ?? 0;
  const refused = await tx.upstreamKey.count({ where: { ...where, refusedAt: { not: null } } });
  return { active: countOf("active"), waiting: countOf("waiting"), refused };
}

/** Moves a waiting key on; false where it waits no longer, or is not the one of that version. */
export async function decideOwnKey(
  tx: Tx,
  tenantId: TenantId,
  own: { id: UpstreamKeyId; upstreamId: UpstreamId; version: number; state: KeyState },
): Promise<boolean> {
  const { id, upstreamId, version, state } = own;
  const { count } = await tx.upstreamKey.updateMany({
    where: { tenantId, id, upstreamId, version, ownerId: { not: null }, state: "waiting" },
    data: { state },
  });
  return count === 1;
}
