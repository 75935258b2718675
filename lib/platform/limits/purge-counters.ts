import "#server-only";
import { authSql } from "../db/sql.ts";

/** How long a counter stays after the time it counts in is over. */
export const COUNTER_HOURS = 1;
const BATCH_ROWS = 5_000;
const BATCHES_MAX = 200;

/** Forgets what was counted in times that ended an hour ago, in short statements. For a job. */
export async function purgeCounters(now: Date = new Date()): Promise<void> {
  const before = now.getTime() - COUNTER_HOURS * 3_600_000;
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const { rowCount } = await authSql().query({
      name: "purge-counters",
      text: `DELETE FROM auth.rate_buckets WHERE ctid = ANY (ARRAY(
               SELECT ctid FROM auth.rate_buckets WHERE expire < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      values: [before, BATCH_ROWS],
    });
    if ((rowCount ?? 0) < BATCH_ROWS) return;
  }
}
