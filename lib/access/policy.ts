import "#server-only";
import type { ToolGroup } from "#lib/catalog/groups.ts";
import type { ToolDefinition } from "#lib/catalog/schema.ts";
import type { Role } from "#lib/kernel/permissions.ts";

/** What an organisation decided for one role: `group:<id>` and `tool:<name>` rules. */
export type ToolRules = { allowed: readonly string[]; denied: readonly string[] };

export type ToolState = "pending" | "approved" | "off" | "gone";

/**
 * The layer that says no, from the outside in: everything paused, not a tool here at all, not at this address, not switched on, or not
 * for this role (by our defaults, or because the organisation decided so).
 */
export type RefusalLayer = "paused" | "unknown" | "catalogue" | "state" | "role" | "policy";

type Judged = {
  tool: Pick<ToolDefinition, "name" | "verdict">;
  group: Pick<ToolGroup, "id" | "effect" | "credential" | "shared">;
  state: ToolState;
  role: Role;
  rules: ToolRules;
  isSharedAddress: boolean;
};

/** Which layer refuses that tool to that role, or null if none does. The grant is not asked here. */
export function findRefusal(judged: Judged): RefusalLayer | null {
  const { tool, group, state, role, rules, isSharedAddress } = judged;
  if (state === "gone") return "unknown";
  const isListable = isListableVerdict(tool.verdict);
  if (isSharedAddress && !(isListable && group.shared)) return "catalogue";
  if (state !== "approved") return "state";
  return findPolicyRefusal({ tool, group, role, rules });
}

/** What the organisation, or our default, says about a tool that is there and switched on: null is yes. */
export function findPolicyRefusal({
  tool,
  group,
  role,
  rules,
}: Pick<Judged, "tool" | "role" | "rules"> & {
  group: Pick<ToolGroup, "id" | "effect" | "credential">;
}): "catalogue" | "policy" | "role" | null {
  const isListable = isListableVerdict(tool.verdict);
  const rule = findRule(rules, `tool:${tool.name}`);
  if (rule !== null) return rule ? null : "policy";
  // Only a decision about this very tool turns on what a directory listing may not carry.
  if (!isListable) return "catalogue";
  const groupRule = findRule(rules, `group:${group.id}`);
  if (groupRule !== null) return groupRule ? null : "policy";
  return isAllowedByDefault(role, group) ? null : "role";
}

/** What a role may use where the organisation decided nothing. */
export function isAllowedByDefault(role: Role, group: Pick<ToolGroup, "effect" | "credential">): boolean {
  switch (role) {
    case "owner":
    case "admin":
      return true;
    case "member":
      return group.effect !== "destructive" && !group.credential;
    case "auditor":
      return group.effect === "read" && !group.credential;
  }
}

function isListableVerdict(verdict: ToolDefinition["verdict"]): boolean {
  return verdict === "ok" || verdict === "review";
}

function findRule({ allowed, denied }: ToolRules, rule: string): boolean | null {
  if (denied.includes(rule)) return false;
  return allowed.includes(rule) ? true : null;
}

/** Whether a canonical resource is the shared address: an organisation's own is one segment below it. */
export function isSharedResource(resource: string): boolean {
  return !new URL(resource).pathname.startsWith("/api/mcp/");
}
