import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { deleteClientRules } from "./internal/operator/store.ts";
import { catchUpRevocations } from "./watch-revocations.ts";

/**
 * Forgets what an organisation decided about apps before that moment, and its rule for all apps, so that the defaults hold
 * again; how many decisions those were. For the sandbox's nights: whoever calls writes it down.
 */
export async function forgetClientRules(tenantId: TenantId, decidedBefore: Date): Promise<number> {
  const count = await deleteClientRules(tenantId, decidedBefore);
  if (count > 0) await catchUpRevocations();
  return count;
}
