import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { query } from "#lib/verbs/query.ts";
import { findLimits, type ArgumentLimitRow } from "./internal/limits/store.ts";
import { digestRules } from "./internal/plan-rules.ts";
import type { PolicyRow } from "./internal/tools/judge-tools.ts";
import { loadPolicies } from "./internal/tools/load-policies.ts";
import { findToolDetail, type PolicyToolDetail } from "./internal/tools/store.ts";
import { GetToolInput } from "./schema.ts";

export type ToolDetail = PolicyRow &
  PolicyToolDetail & {
    limits: ArgumentLimitRow[];
    /** Other instances that have a tool of the same own name: rules and limits are theirs too. */
    sameName: { exposedName: string; upstreamName: string }[];
    seen: ReturnType<typeof digestRules>;
  };

/**
 * One tool by its id or the name apps know it by, with what the instance says of it. Throws `not_found` for what is no
 * tool's here.
 */
export const getTool = query({
  action: "tool-policy.get-tool",
  permission: "tool-policy:read",
  input: GetToolInput,
  async run({ tx, actor }, asked): Promise<ToolDetail> {
    const { rows, rules } = await loadPolicies(tx, actor.tenantId);
    const row = rows.find((one) =>
      "id" in asked ? one.id === asked.id : one.exposedName === asked.exposedName && one.isReached,
    );
    const detail = row === undefined ? null : await findToolDetail(tx, actor.tenantId, row.id);
    if (row === undefined || detail === null) {
      throw new DomainError("not_found", "There is no such tool. Choose one from the list.");
    }
    const limits = await findLimits(tx, actor.tenantId);
    const sameName = rows
      .filter(({ id, name, state }) => id !== row.id && name === row.name && state !== "gone")
      .map(({ exposedName: outside, upstreamName }) => ({ exposedName: outside, upstreamName }));
    return {
      ...row,
      ...detail,
      limits: limits.filter(({ tool }) => tool === row.name),
      sameName,
      seen: digestRules(rules),
    };
  },
});
