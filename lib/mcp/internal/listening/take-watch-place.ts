import "#server-only";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { once } from "#lib/platform/registry/once.ts";

/** A quarter of the sockets an instance gets: whoever watches its resources must not keep others from calling it. */
const PER_INSTANCE_MAX = 64;

/** A place among the streams that watch resources of that instance in this process; null when there is none left. */
export function takeWatchPlace(upstreamId: UpstreamId): { free: () => void } | null {
  const taken = once("mcp.watched-resources", () => new Map<UpstreamId, number>());
  const count = taken.get(upstreamId) ?? 0;
  if (count >= PER_INSTANCE_MAX) return null;
  taken.set(upstreamId, count + 1);
  return {
    free: () => {
      const rest = (taken.get(upstreamId) ?? 1) - 1;
      if (rest === 0) taken.delete(upstreamId);
      else taken.set(upstreamId, rest);
    },
  };
}
