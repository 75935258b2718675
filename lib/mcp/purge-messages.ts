import "#server-only";
import { deleteExpiredMessages } from "./internal/asking/store.ts";

/** Forgets what one instance left for another that was no longer there to fetch it. Safe to run at any time. */
export async function purgeMessages(): Promise<void> {
  await deleteExpiredMessages();
}
