import "#server-only";
import { findGroup, type Effect, type GroupId } from "#lib/catalog/groups.ts";
import type { ToolDefinition } from "#lib/catalog/schema.ts";
import type { UpstreamId, UpstreamToolId } from "#lib/kernel/ids.ts";
import { type Role, ROLES } from "#lib/kernel/permissions.ts";
import type { RefusalLayer, ToolState } from "../../policy.ts";
import { limitsOf } from "../judge-limits.ts";
import { judgeTool } from "../judge-tool.ts";
import type { ArgumentLimitRow } from "../limits/store.ts";
import { isAllowedBy, type StoredRule, toToolRules } from "../plan-rules.ts";
import type { PolicyTool } from "./store.ts";

export type RoleVerdict = {
  /** Whether the organisation lets this role use it, leaving aside its state and the address. */
  isAllowed: boolean;
  /** The organisation's own rule about this tool and role; null where the group's, or our default, decides. */
  rule: boolean | null;
  /** Which layer says no now, at the organisation's own address and at the shared one. */
  own: RefusalLayer | null;
  shared: RefusalLayer | null;
};

export type PolicyRow = {
  id: UpstreamToolId;
  upstreamId: UpstreamId;
  upstreamName: string;
  exposedName: string;
  name: string;
  isReached: boolean;
  hash: string;
  state: ToolState;
  /** Whether it was never approved, or is not what was approved; null where neither. */
  change: "new" | "changed" | null;
  tool: ToolDefinition;
  isLabelled: boolean;
  group: GroupId;
  effect: Effect;
  roles: Record<Role, RoleVerdict>;
};

/** Every tool with what each role may do with it. What is no tool (an unknown group, impossible annotations) is left out. */
export function judgeTools(
  tools: readonly PolicyTool[],
  { rules, limits }: { rules: readonly StoredRule[]; limits: readonly ArgumentLimitRow[] },
): PolicyRow[] {
  const byRole = ROLES.map((role) => ({
    role,
    rules: toToolRules(rules, role),
    limits: limits.filter((limit) => limit.role === "all" || limit.role === role),
  }));
  return tools.flatMap((found) => {
    const { inputSchema, hints, approvedHash, instanceRoles, ...row } = found;
    const judged = byRole.map(({ role, rules: roleRules, limits: roleLimits }) => {
      const own = limitsOf(row.name, roleLimits);
      const { name: toolName, state } = row;
      const ruled = { role, roles: instanceRoles, rules: roleRules, limits: own };
      return judgeTool({ toolName, hints, state, inputSchema, ...ruled });
    });
    const [first] = judged;
    const effect = findGroup(first?.group ?? "")?.effect;
    if (!first || effect === undefined) return [];
    const { tool, group } = first;
    const ruled = { name: row.name, verdict: tool.verdict, group };
    const roles = byRole.map(({ role, rules: roleRules }, index) => {
      const refusals = judged[index]?.refusals ?? { own: "unknown", shared: "unknown" };
      const rule = `tool:${row.name}`;
      const verdict: RoleVerdict = {
        isAllowed: instanceRoles.includes(role) && isAllowedBy(ruled, role, roleRules),
        rule: roleRules.denied.includes(rule) ? false : roleRules.allowed.includes(rule) ? true : null,
        ...refusals,
      };
      return [role, verdict];
    });
    return [
      {
        ...row,
        change: findChange({ ...row, approvedHash }),
        tool,
        isLabelled: hints !== null,
        group,
        effect,
        roles: Object.fromEntries(roles) as Record<Role, RoleVerdict>,
      },
    ];
  });
}

function findChange({
  state,
  hash,
  approvedHash,
}: Pick<PolicyTool, "state" | "hash" | "approvedHash">): PolicyRow["change"] {
  if (state === "gone" || state === "approved") return null;
  if (approvedHash === null) return state === "pending" ? "new" : null;
  return approvedHash === hash ? null : "changed";
}

export function toRuledTools(rows: readonly PolicyRow[]) {
  return rows
    .filter(({ state }) => state !== "gone")
    .map(({ name, tool, group }) => ({ name, verdict: tool.verdict, group }));
}
