import "#server-only";
import type { GrantId } from "#lib/kernel/ids.ts";
import { once } from "#lib/platform/registry/once.ts";

/**
 * A client that leaves does not stop its calls in the older revisions, so connections held do not bound them. How many one
 * instance may have is the business of its guard, where they wait their turn.
 */
const PER_GRANT_MAX = 64;

/** A place among the running calls of this connection; null when it has none left. */
export function takeSlot(grantId: GrantId): { free: () => void } | null {
  const running = once("mcp.running-calls", () => new Map<GrantId, number>());
  const before = running.get(grantId) ?? 0;
  if (before >= PER_GRANT_MAX) return null;
  running.set(grantId, before + 1);
  return {
    free: () => {
      const rest = (running.get(grantId) ?? 1) - 1;
      if (rest === 0) running.delete(grantId);
      else running.set(grantId, rest);
    },
  };
}
