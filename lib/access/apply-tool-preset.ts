import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { command } from "#lib/verbs/command.ts";
import { planPreset } from "./internal/plan-rules.ts";
import { changeRules, requireSeen, toAudited, toUndo } from "./internal/tools/change-rules.ts";
import { ApplyToolPresetInput } from "./schema.ts";
import type { SwitchedPolicies } from "./switch-tool-policies.ts";

/**
 * Gives roles a ready-made policy in place of every rule they have. One change and one audit row; `undo` is for
 * `revertToolPolicies`. Throws `conflict` where a role's rules are not those that were seen.
 */
export const applyToolPreset = hearAtOnce(
  command({
    action: "tool-policy.apply-preset",
    permission: "tool-policy:write",
    input: ApplyToolPresetInput,
    async run({ tx, actor }, { preset, roles, seen }) {
      const changes = await changeRules(tx, actor.tenantId, async (rules) => {
        requireSeen(rules, roles, seen);
        return roles.flatMap((role) => planPreset(rules, { role, preset }));
      });
      const result: SwitchedPolicies = { changed: changes.length, undo: toUndo(changes) };
      return { result, audit: { target: `preset:${preset}`, after: { roles, ...toAudited(changes) } } };
    },
  }),
);
