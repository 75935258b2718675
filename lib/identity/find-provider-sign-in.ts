import "#server-only";
import { findProviderState, type ProviderState } from "./internal/providers/provider-state.ts";

export { dropProviderState } from "./internal/providers/provider-state.ts";
export type PendingProvider = Pick<ProviderState, "connection" | "tenantId" | "purpose" | "next">;

/** The sign-in at a provider this browser was sent away for, or null: another browser's, old, or none of ours. */
export function findProviderSignIn(
  cookieHeader: string | null,
  now: Date = new Date(),
): PendingProvider | null {
  const state = findProviderState(cookieHeader, now);
  if (!state) return null;
  const { connection, tenantId, purpose, next } = state;
  return { connection, purpose, next, ...(tenantId === undefined ? {} : { tenantId }) };
}
