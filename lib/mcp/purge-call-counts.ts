import "#server-only";
import { deleteOldCounts } from "./internal/limits/store.ts";

/** Forgets how many calls were made in minutes that no limit reaches back to any more. For a job. */
export async function purgeCallCounts(now: Date = new Date()): Promise<void> {
  await deleteOldCounts(now);
}
