import "#server-only";
import { deleteOldAttempts } from "./internal/reading/store.ts";
import { deleteSightings } from "./internal/sightings/store.ts";

/** Forgets attempts after 30 days, and what belongs to none after a quarter of an hour. Safe to run at any time. */
export async function pruneAttempts(): Promise<void> {
  await deleteSightings();
  await deleteOldAttempts();
}
