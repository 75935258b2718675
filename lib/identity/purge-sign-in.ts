import "#server-only";
import { deleteExpired } from "./internal/sessions/store.ts";

const KEPT_MS = 24 * 60 * 60 * 1000;

/** Removes sessions, codes, address changes and spent answers a day after they expired. For a job. */
export async function purgeSignIn(now: Date = new Date()): Promise<void> {
  await deleteExpired(new Date(now.getTime() - KEPT_MS));
}
