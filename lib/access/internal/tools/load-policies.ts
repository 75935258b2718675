import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { findLimits } from "../limits/store.ts";
import type { StoredRule } from "../plan-rules.ts";
import { judgeTools, type PolicyRow } from "./judge-tools.ts";
import { findPolicyTools, findRules, type Tx } from "./store.ts";

/** All of an organisation's tools as every role has them, in three statements. */
export async function loadPolicies(
  tx: Tx,
  tenantId: TenantId,
): Promise<{ rows: PolicyRow[]; rules: StoredRule[] }> {
  const tools = await findPolicyTools(tx, tenantId);
  const rules = await findRules(tx, tenantId);
  const limits = await findLimits(tx, tenantId);
  return { rows: judgeTools(tools, { rules, limits }), rules };
}
