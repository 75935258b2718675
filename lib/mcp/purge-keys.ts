import "#server-only";
import { deleteOldKeys } from "./internal/keys/store.ts";

/** Forgets what was known of refused keys after a quarter of an hour, and of others nobody came with for 90 days. */
export async function purgeKeys(): Promise<void> {
  await deleteOldKeys();
}
