import "#server-only";
import { deleteOldRevocations } from "./internal/revocations/store.ts";
import { REVOCATION_HOURS } from "./policy.ts";

/** Forgets revocations that every instance has long heard of. */
export async function purgeRevocations(): Promise<void> {
  await deleteOldRevocations(REVOCATION_HOURS * 3_600);
}
