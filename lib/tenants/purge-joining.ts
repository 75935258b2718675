import "#server-only";
import { deleteOldInvitations } from "./internal/invitations/store.ts";
import { deleteFormerSlugs } from "./internal/lifecycle/store.ts";
import { deleteOldRequests } from "./internal/requests/store.ts";
import { JOINING_DAYS } from "./policy.ts";

const BATCH_ROWS = 1_000;
const BATCHES_MAX = 100;

/**
 * Forgets invitations 90 days after they were accepted, taken back or over, requests to join 90 days after they were
 * decided or, where nobody did, made; and slugs that are held no more. In short statements, for a job.
 */
export async function purgeJoining(): Promise<void> {
  for (const deleteOld of [deleteOldInvitations, deleteOldRequests]) {
    for (let batch = 0; batch < BATCHES_MAX; batch++) {
      if ((await deleteOld(JOINING_DAYS, BATCH_ROWS)) < BATCH_ROWS) break;
    }
  }
  await deleteFormerSlugs();
}
