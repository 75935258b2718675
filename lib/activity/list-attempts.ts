import "#server-only";
import { listAllAttempts, listTenantNames } from "./internal/reading/store.ts";
import { toSummary } from "./internal/reading/to-attempt.ts";
import type { AttemptSummary } from "./schema.ts";

/** The newest attempts of every organisation with its name, each with its verdict: for the operator's command alone. */
export async function listAttempts(limit = 30): Promise<(AttemptSummary & { tenantName: string | null })[]> {
  const attempts = (await listAllAttempts(null, limit)).map(toSummary);
  const names = await listTenantNames(attempts.flatMap(({ tenantId }) => tenantId ?? []));
  return attempts.map((attempt) => ({ ...attempt, tenantName: names.get(attempt.tenantId ?? "") ?? null }));
}
