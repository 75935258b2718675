import "#server-only";
import { deleteOldRequests } from "./internal/client-requests/store.ts";
import { deleteOldGrants } from "./internal/stale/store.ts";
import { ENDED_DAYS, REQUEST_DAYS, UNCONNECTED_DAYS } from "./policy.ts";

const BATCH_ROWS = 1_000;
const BATCHES_MAX = 100;

/**
 * Forgets connections a year after they ended, each with the links that end it, what somebody allowed and no app came for
 * after 30 days, and requests for apps after 90. In short statements, for a job.
 */
export async function purgeConnections(): Promise<void> {
  const ages = { endedDays: ENDED_DAYS, unconnectedDays: UNCONNECTED_DAYS };
  await repeat(() => deleteOldGrants(ages, BATCH_ROWS));
  await repeat(() => deleteOldRequests(REQUEST_DAYS, BATCH_ROWS));
}

async function repeat(deleteBatch: () => Promise<number>): Promise<void> {
  for (let batch = 0; batch < BATCHES_MAX; batch++) if ((await deleteBatch()) < BATCH_ROWS) return;
}
