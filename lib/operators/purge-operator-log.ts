import "#server-only";
import { deleteEvents } from "./internal/operator/store.ts";
import { OPERATOR_LOG_DAYS } from "./policy.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Forgets what operators looked at and did a year ago. For a job. */
export async function purgeOperatorLog(now: Date = new Date()): Promise<void> {
  await deleteEvents(new Date(now.getTime() - OPERATOR_LOG_DAYS * DAY_MS));
}
