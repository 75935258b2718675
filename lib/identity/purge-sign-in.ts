import "#server-only";
import { deleteExpired } from "./internal/sessions/store.ts";
import { EXPIRED_SIGN_IN_HOURS } from "./policy.ts";

/** Removes sessions, codes, address changes and spent answers a day after they expired. For a job. */
export async function purgeSignIn(now: Date = new Date()): Promise<void> {
  await deleteExpired(new Date(now.getTime() - EXPIRED_SIGN_IN_HOURS * 3_600_000));
}
