import "#server-only";
import { isGroupId } from "#lib/catalog/groups.ts";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { changedSince, changeRules, toAudited, toUndo } from "./internal/tools/change-rules.ts";
import { findNames } from "./internal/tools/store.ts";
import { RevertToolPoliciesInput } from "./schema.ts";
import type { SwitchedPolicies } from "./switch-tool-policies.ts";

/**
 * Takes a change of rules back as a whole. Throws `conflict` when one of them is not as that change left it, `not_found`
 * for a rule about a tool the organisation does not have.
 */
export const revertToolPolicies = hearAtOnce(
  command({
    action: "tool-policy.revert",
    permission: "tool-policy:write",
    input: RevertToolPoliciesInput,
    async run({ tx, actor }, { changes: wanted }) {
      const changes = await changeRules(tx, actor.tenantId, async (rules) => {
        const tools = wanted.filter(({ subject }) => subject === "tool").map(({ name }) => name);
        const known = await findNames(tx, actor.tenantId, tools);
        const isThere = wanted.every(({ subject, name }) =>
          subject === "tool" ? known.has(name) : isGroupId(name),
        );
        if (!isThere) throw new DomainError("not_found", "One of these tools is gone. Reload the page.");
        const stored = new Map(
          rules.map(({ role, subject, name, allowed }) => [`${role} ${subject}:${name}`, allowed]),
        );
        const isAsLeft = wanted.every(
          ({ role, subject, name, from }) => (stored.get(`${role} ${subject}:${name}`) ?? null) === from,
        );
        if (!isAsLeft) throw changedSince();
        return wanted;
      });
      const result: SwitchedPolicies = { changed: changes.length, undo: toUndo(changes) };
      return { result, audit: { target: "tools", after: toAudited(changes) } };
    },
  }),
);
