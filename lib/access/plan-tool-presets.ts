import "#server-only";
import type { Role } from "#lib/kernel/permissions.ts";
import { query } from "#lib/verbs/query.ts";
import { applyChanges, countDifference, digestRules, planPreset } from "./internal/plan-rules.ts";
import { toRuledTools } from "./internal/tools/judge-tools.ts";
import { loadPolicies } from "./internal/tools/load-policies.ts";
import { PlanToolPresetInput, type Preset, PRESETS } from "./schema.ts";

export type PresetDifference = { role: Role; on: number; off: number; allowed: number };
export type PlannedPreset = { preset: Preset; roles: PresetDifference[] };

/** What each ready-made policy would change for those roles, in numbers of tools: those switched on, off, and then allowed. */
export const planToolPresets = query({
  action: "tool-policy.plan-presets",
  permission: "tool-policy:read",
  input: PlanToolPresetInput,
  async run({ tx, actor }, { roles }) {
    const { rows, rules } = await loadPolicies(tx, actor.tenantId);
    const tools = toRuledTools(rows);
    const presets: PlannedPreset[] = PRESETS.map((preset) => ({
      preset,
      roles: roles.map((role) => {
        const after = applyChanges(rules, planPreset(rules, { role, preset }));
        return { role, ...countDifference(tools, role, { before: rules, after }) };
      }),
    }));
    return { presets, seen: digestRules(rules) };
  },
});
