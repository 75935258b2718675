import "#server-only";
import { deleteOldHealth } from "./internal/health/store.ts";
import { HEALTH_DAYS } from "./policy.ts";

/** Forgets how instances were after 90 days. For a job. */
export async function purgeHealth(): Promise<void> {
  await deleteOldHealth(HEALTH_DAYS);
}
