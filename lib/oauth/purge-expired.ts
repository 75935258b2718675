import "#server-only";
import { deleteBatch, PURGEABLE_TABLES, type Purgeable } from "./internal/purge/store.ts";

const BATCH_ROWS = 1_000;
const BATCHES_MAX = 100;

/** Removes tokens, codes, requests and grants of the provider whose time is over, in short statements. For a job. */
export async function purgeExpired(): Promise<void> {
  for (const table of PURGEABLE_TABLES) await purgeTable(table);
}

/** Removes the answers kept for retries, which nobody is given after a minute. For a job. */
export async function purgeSuccessors(): Promise<void> {
  await purgeTable("replay_successors");
}

async function purgeTable(table: Purgeable): Promise<void> {
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    if ((await deleteBatch(table, BATCH_ROWS)) < BATCH_ROWS) return;
  }
}
