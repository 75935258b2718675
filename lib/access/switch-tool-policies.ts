import "#server-only";
import type { GroupId } from "#lib/catalog/groups.ts";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { isAllowedBy, planGroup, planTools, type RuleChange, toToolRules } from "./internal/plan-rules.ts";
import { changedSince, changeRules, requireSeen, toAudited, toUndo } from "./internal/tools/change-rules.ts";
import { toRuledTools } from "./internal/tools/judge-tools.ts";
import { loadPolicies } from "./internal/tools/load-policies.ts";
import { SwitchToolPoliciesInput } from "./schema.ts";

export type SwitchedPolicies = { changed: number; undo: RuleChange[] };

/**
 * Switches tools, or whole groups, on or off for roles, from the next call of every connection on. One change and one
 * audit row, however many; `undo` is for `revertToolPolicies`. Throws `conflict` where a role's rules are not those that
 * were seen, or where one of the tools was not what it was seen to be, `not_found` for a tool the organisation does not have.
 */
export const switchToolPolicies = hearAtOnce(
  command({
    action: "tool-policy.switch",
    permission: "tool-policy:write",
    input: SwitchToolPoliciesInput,
    async run({ tx, actor }, { subject, names, roles, isAllowed, seen, wasAllowed }) {
      const changes = await changeRules(tx, actor.tenantId, async (rules) => {
        if (seen !== undefined) requireSeen(rules, roles, seen);
        const tools = toRuledTools((await loadPolicies(tx, actor.tenantId)).rows);
        if (subject === "group") {
          return roles.flatMap((role) =>
            names.flatMap((group) => planGroup(rules, { role, group: group as GroupId, tools, isAllowed })),
          );
        }
        const chosen = tools.filter(({ name }) => names.includes(name));
        if (new Set(chosen.map(({ name }) => name)).size !== new Set(names).size) {
          throw new DomainError(
            "not_found",
            "Your organisation has no tool of this name. Choose one from the list.",
          );
        }
        for (const role of wasAllowed === undefined ? [] : roles) {
          const roleRules = toToolRules(rules, role);
          if (chosen.some((tool) => isAllowedBy(tool, role, roleRules) !== wasAllowed)) throw changedSince();
        }
        return roles.flatMap((role) => planTools(rules, { role, tools: chosen, isAllowed }));
      });
      const result: SwitchedPolicies = { changed: changes.length, undo: toUndo(changes) };
      const [only] = names;
      return {
        result,
        audit: {
          target: names.length === 1 ? `${subject}:${only}` : `${subject}s`,
          after: { roles, isAllowed, names: names.length, ...toAudited(changes) },
        },
      };
    },
  }),
);
