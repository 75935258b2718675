import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import type { UpstreamFailureReason } from "./open-session.ts";
import { saveProblem } from "./store.ts";

/** What an instance can be noted for; a caller who hung up says nothing about it. */
export type UpstreamProblem = Exclude<UpstreamFailureReason, "aborted" | "session_gone">;

/**
 * Notes that an instance failed a call and how, or (null) that it works again. The time it began to fail is kept
 * until it is well, so that people can be told since when.
 */
export async function recordProblem(
  { tenantId, upstreamId }: { tenantId: TenantId; upstreamId: UpstreamId },
  problem: UpstreamProblem | null,
): Promise<void> {
  await saveProblem(tenantId, upstreamId, problem);
}
