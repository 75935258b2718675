import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import {
  type ChangePlace,
  countChangedRows,
  listChangedRows,
  readClock,
  type Tx,
} from "./internal/following/store.ts";
import { listPersonNames } from "./internal/reading/store.ts";
import { toSummary } from "./internal/reading/to-attempt.ts";
import type { ListedAttempt } from "./list-tenant-attempts.ts";
import { ATTEMPT_QUIET_SECONDS } from "./policy.ts";

export { type ChangePlace, readClock };
export type FollowedAttempt = ListedAttempt & { changedAt: Date };

/**
 * Attempts of the transaction's organisation after a place in the order of their changes, each once nothing was added
 * to it for five minutes, so that what its silence means is said too. One that changes later comes again.
 */
export async function listChangedAttempts(
  tx: Tx,
  tenantId: TenantId,
  page: { after: ChangePlace; until?: ChangePlace | undefined; limit: number },
): Promise<FollowedAttempt[]> {
  const rows = await listChangedRows(tx, { ...page, quietSeconds: ATTEMPT_QUIET_SECONDS });
  const ids = rows.flatMap(({ personId }) => personId ?? []);
  const names = await listPersonNames(tx, tenantId, ids);
  return rows.map((row) => ({
    ...toSummary(row),
    person: names.get(row.personId ?? "") ?? null,
    changedAt: row.changedAt,
  }));
}

/** How many there are after that place, counted no further than `max`. */
export async function countChangedAttempts(
  tx: Tx,
  { after, max }: { after: ChangePlace; max: number },
): Promise<number> {
  return await countChangedRows(tx, { after, max, quietSeconds: ATTEMPT_QUIET_SECONDS });
}
