import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { clearLabels } from "./store.ts";

/** Takes back what admins of an organisation said of its tools; of how many. For the sandbox's nights. */
export async function forgetLabels(tenantId: TenantId): Promise<number> {
  return await clearLabels(tenantId);
}
