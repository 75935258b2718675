import "#server-only";
import { UNUSED_ACCOUNT_DAYS } from "./policy.ts";
import { deleteUnusedPeople } from "./store.ts";

const BATCH_ROWS = 1_000;
const BATCHES_MAX = 100;

/**
 * Removes accounts that belong to no organisation, not even as somebody who left one, and ask to join none, once nobody
 * signed in to them for 90 days. In short statements, for a job.
 */
export async function purgePeople(): Promise<void> {
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    if ((await deleteUnusedPeople(UNUSED_ACCOUNT_DAYS, BATCH_ROWS)) < BATCH_ROWS) return;
  }
}
