import "#server-only";
import { isRevocationFresh } from "#lib/grants/watch-revocations.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { isPaused } from "#lib/tenants/is-paused.ts";
import { openMemory } from "./internal/open-memory.ts";

const TENANTS_MAX = 20_000;

/** Whether all tools of that organisation are paused: read now, or within the last 5 s and not changed since. */
export async function isSwitchedOff(tenantId: TenantId): Promise<boolean> {
  if (!isRevocationFresh()) return await isPaused(tenantId);
  const memory = openMemory<boolean>("pauses", TENANTS_MAX);
  const known = memory.get(tenantId);
  if (known !== undefined) return known;
  const lookup = memory.begin();
  const answer = await isPaused(tenantId);
  memory.put(tenantId, answer, lookup, { ids: [tenantId] });
  return answer;
}
