import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { changedSince } from "./internal/tools/change-rules.ts";
import { lockRules } from "./internal/tools/store.ts";
import { SetToolPolicyInput } from "./schema.ts";
import { findToolPolicy, hasTool, removeToolPolicy, saveToolPolicy } from "./store.ts";

/**
 * Decides for one role whether a tool group, or one tool, may be used; `allowed: null` goes back to the default. It
 * holds from the next call of every connection on. Throws `not_found` for a tool the organisation does not have,
 * `conflict` where the rule is not the one that was seen.
 */
export const setToolPolicy = hearAtOnce(
  command({
    action: "tool-policy.set",
    permission: "tool-policy:write",
    input: SetToolPolicyInput,
    async run({ tx, actor }, { role, subject, name, allowed, seen }) {
      if (subject === "tool" && !(await hasTool(tx, actor.tenantId, name))) {
        throw new DomainError(
          "not_found",
          "Your organisation has no tool of this name. Choose one from the list.",
        );
      }
      await lockRules(tx, actor.tenantId);
      const before = await findToolPolicy(tx, actor.tenantId, { role, subject, name });
      if (seen !== undefined && seen !== (before?.allowed ?? null)) throw changedSince();
      if (allowed === null) await removeToolPolicy(tx, actor.tenantId, { role, subject, name });
      else await saveToolPolicy(tx, actor.tenantId, { role, subject, name, allowed });
      return {
        result: undefined,
        audit: {
          target: `${subject}:${name}`,
          before: { role, allowed: before?.allowed ?? null },
          after: { role, allowed },
        },
      };
    },
  }),
);
