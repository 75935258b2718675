import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { nameRows } from "./internal/naming/store.ts";
import type { NamedChainRow } from "./read-audit-chain.ts";
import { countRowsAfter, findChainEnd, listChainRows, type Tx } from "./store.ts";

const UNFILTERED = { found: { actorIds: null, targets: null } };

/** Rows of an organisation's log after a place and up to another, oldest first, with names beside; for who follows it. */
export async function listLogRows(
  tx: Tx,
  tenantId: TenantId,
  place: { after: bigint; until: bigint; limit: number },
): Promise<NamedChainRow[]> {
  const rows = await listChainRows(tx, tenantId, { ...UNFILTERED, ...place });
  const named = await nameRows(tx, tenantId, rows);
  return named.map(({ actor, thing, ...row }) => ({ row, actor, thing }));
}

/** The number of the newest row. */
export async function findLogEnd(tx: Tx, tenantId: TenantId): Promise<bigint> {
  return (await findChainEnd(tx, tenantId))?.seq ?? 0n;
}

/** How many rows there are after that place, counted no further than `max`. */
export async function countLogRows(
  tx: Tx,
  tenantId: TenantId,
  { after, max }: { after: bigint; max: number },
): Promise<number> {
  return await countRowsAfter(tx, tenantId, { after, max });
}
