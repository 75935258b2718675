import "#server-only";
import { deleteOldRevocations } from "./internal/revocations/store.ts";

/** Far longer than any transaction may take and any instance may go without looking. */
const KEPT_SECONDS = 24 * 60 * 60;

/** Forgets revocations that every instance has long heard of. */
export async function purgeRevocations(): Promise<void> {
  await deleteOldRevocations(KEPT_SECONDS);
}
