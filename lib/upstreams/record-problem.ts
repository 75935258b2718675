import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { once } from "#lib/platform/registry/once.ts";
import { saveProblem } from "./internal/health/store.ts";
import type { UpstreamProblem } from "./schema.ts";

/** What a call here found last, and when (`performance.now()`): newer than a row that was read before. */
export type NotedHealth = { problem: UpstreamProblem | null; problemSince: Date | null; at: number };

const NOTED_MAX = 5_000;

/**
 * Notes that an instance failed a call and how, with the HTTP status and the JSON-RPC code where there were any, or (null)
 * that it works again. The time it began to fail is kept until it is well, so that people can be told since when.
 */
export async function recordProblem(
  { tenantId, upstreamId }: { tenantId: TenantId; upstreamId: UpstreamId },
  problem: UpstreamProblem | null,
  answered: { status?: number | undefined; code?: number | undefined } = {},
): Promise<void> {
  note(upstreamId, { problem, problemSince: problem === null ? null : new Date() });
  try {
    const { status = null, code = null } = answered;
    const problemSince = await saveProblem(tenantId, upstreamId, { problem, status, code });
    note(upstreamId, { problem, problemSince });
  } catch (error) {
    noted().delete(upstreamId);
    throw error;
  }
}

/** What this process noted of an instance, if it did. */
export function findNotedHealth(upstreamId: UpstreamId): NotedHealth | undefined {
  return noted().get(upstreamId);
}

function noted(): Map<UpstreamId, NotedHealth> {
  return once("upstreams.noted-health", () => new Map<UpstreamId, NotedHealth>());
}

function note(upstreamId: UpstreamId, found: Omit<NotedHealth, "at">): void {
  const all = noted();
  all.delete(upstreamId);
  all.set(upstreamId, { ...found, at: performance.now() });
  if (all.size <= NOTED_MAX) return;
  for (const oldest of all.keys()) return void all.delete(oldest);
}
