import "#server-only";
import type { GrantId } from "#lib/kernel/ids.ts";
import { once } from "#lib/platform/registry/once.ts";

const STREAMS_MAX = 10_000;
const STREAMS_PER_GRANT_MAX = 16;

type OpenStreams = { total: number; byGrant: Map<GrantId, number> };

/** A place among the open streams of this process and of this connection; null when there is none left. */
export function takeStreamPlace(grantId: GrantId): { free: () => void } | null {
  const open = once<OpenStreams>("mcp.streams", () => ({ total: 0, byGrant: new Map() }));
  const ofGrant = open.byGrant.get(grantId) ?? 0;
  if (open.total >= STREAMS_MAX || ofGrant >= STREAMS_PER_GRANT_MAX) return null;
  open.total++;
  open.byGrant.set(grantId, ofGrant + 1);
  return {
    free: () => {
      open.total--;
      const rest = (open.byGrant.get(grantId) ?? 1) - 1;
      if (rest === 0) open.byGrant.delete(grantId);
      else open.byGrant.set(grantId, rest);
    },
  };
}
