import "#server-only";
import type { StoredKeyAccess } from "./store.ts";

/** Whose keys are taken, and as what those of nobody here, as a form posts it back. */
export function toSeen(access: StoredKeyAccess | null): string {
  return access === null ? "none" : `${access.upstreamId} ${access.role ?? "refused"}`;
}
