import "#server-only";
import { once } from "#lib/platform/registry/once.ts";

/**
 * Runs `end` when the server wants to stop, at once if it does already; once at most. Returns what takes that back. A
 * signal has one listener of ours however many streams there are.
 */
export function endOnDrain(draining: AbortSignal | undefined, end: () => void): () => void {
  if (draining === undefined) return () => undefined;
  if (draining.aborted) {
    end();
    return () => undefined;
  }
  const all = once("mcp.draining", () => new WeakMap<AbortSignal, Set<() => void>>());
  const ends = all.get(draining) ?? new Set();
  if (!all.has(draining)) {
    all.set(draining, ends);
    draining.addEventListener("abort", () => [...ends].forEach((one) => one()), { once: true });
  }
  ends.add(end);
  return () => void ends.delete(end);
}
