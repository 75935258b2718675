import "#server-only";
import { STATUS_DAYS } from "./policy.ts";
import { deleteOldStatus } from "./store.ts";

const DAY_MS = 86_400_000;

/** Forgets days and ended outages of which nothing is shown any more. For a job. */
export async function purgeStatus(): Promise<void> {
  await deleteOldStatus(new Date(Date.now() - STATUS_DAYS * DAY_MS));
}
