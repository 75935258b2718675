import "#server-only";
import { deletePastSessions } from "./internal/sessions/store.ts";

const BATCH_ROWS = 1_000;
const BATCHES_MAX = 100;

/** Forgets sessions whose handle has expired or whose connection has ended, in short statements. For a job. */
export async function purgeSessions(): Promise<void> {
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    if ((await deletePastSessions(BATCH_ROWS)) < BATCH_ROWS) return;
  }
}
