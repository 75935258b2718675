import "#server-only";
import type { GrantId } from "#lib/kernel/ids.ts";
import { findLiveAccessOf, type LiveAccess } from "./internal/revocations/store.ts";

export type { LiveAccess } from "./internal/revocations/store.ts";

/** What these connections allow now, by id; those that are not live are missing. One query for all. */
export async function findLiveAccess(
  grantIds: readonly GrantId[],
): Promise<ReadonlyMap<GrantId, LiveAccess>> {
  const rows = await findLiveAccessOf(grantIds);
  return new Map(rows.map((row) => [row.grantId, row]));
}
