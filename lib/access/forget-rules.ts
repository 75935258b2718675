import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { deleteRules } from "./internal/forgetting/store.ts";

/**
 * Forgets what an organisation decided about tools and arguments before that moment, so that the defaults hold again; how
 * many rules those were. For the sandbox's nights: whoever calls writes it down.
 */
export async function forgetRules(tenantId: TenantId, madeBefore: Date): Promise<number> {
  return await deleteRules(tenantId, madeBefore);
}
