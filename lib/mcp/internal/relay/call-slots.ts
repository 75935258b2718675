import "#server-only";
import type { GrantId, UpstreamId } from "#lib/kernel/ids.ts";
import { once } from "#lib/platform/registry/once.ts";

/** A client that leaves does not stop its calls in the older revisions, so connections held do not bound them. */
const PER_GRANT_MAX = 64;
/** As many as an instance gets sockets: one more would wait, its arguments in memory, for as long as the others hang. */
const PER_INSTANCE_MAX = 256;

/** A place among the running calls of this connection and of this instance; null when either has none left. */
export function takeSlot(grantId: GrantId, upstreamId: UpstreamId): { free: () => void } | null {
  const running = once("mcp.running-calls", () => new Map<GrantId | UpstreamId, number>());
  const ofGrant = running.get(grantId) ?? 0;
  const ofInstance = running.get(upstreamId) ?? 0;
  if (ofGrant >= PER_GRANT_MAX || ofInstance >= PER_INSTANCE_MAX) return null;
  running.set(grantId, ofGrant + 1);
  running.set(upstreamId, ofInstance + 1);
  return {
    free: () => {
      for (const id of [grantId, upstreamId]) {
        const rest = (running.get(id) ?? 1) - 1;
        if (rest === 0) running.delete(id);
        else running.set(id, rest);
      }
    },
  };
}
