import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import type { UpstreamProblem } from "./schema.ts";
import { saveProblem } from "./store.ts";

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
