import "#server-only";
import type { TenantId } from "../../kernel/ids.ts";
import { inContext } from "./in-context.ts";
import type { Tx } from "./tx.ts";

/** One transaction in which row-level security shows and accepts rows of this tenant alone. */
export async function inTenant<Result>(
  tenantId: TenantId,
  run: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return await inContext("app.tenant_id", tenantId, run);
}
