import "#server-only";
import { z } from "zod";
import type { Role } from "#lib/kernel/permissions.ts";
import { query } from "#lib/verbs/query.ts";
import { digestRules } from "./internal/plan-rules.ts";
import type { PolicyRow } from "./internal/tools/judge-tools.ts";
import { loadPolicies } from "./internal/tools/load-policies.ts";

export type { PolicyRow, RoleVerdict } from "./internal/tools/judge-tools.ts";

export type ToolPolicies = {
  tools: PolicyRow[];
  /** One value a role for the rules it has, to be handed back with a change of them. */
  seen: Record<Role, string>;
};

/** Every tool of the organisation's instances in use, gone ones too, with what each role may do with it and why not. */
export const listToolPolicies = query({
  action: "tool-policy.list",
  permission: "tool-policy:read",
  input: z.strictObject({}),
  async run({ tx, actor }): Promise<ToolPolicies> {
    const { rows, rules } = await loadPolicies(tx, actor.tenantId);
    return { tools: rows, seen: digestRules(rules) };
  },
});
