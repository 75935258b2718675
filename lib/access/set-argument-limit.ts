import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { command } from "#lib/verbs/command.ts";
import { changedLimit } from "./internal/limits/changed-limit.ts";
import { requireLimitable, requireRoom } from "./internal/limits/require-limitable.ts";
import { findLimit, lockLimits, saveLimit } from "./internal/limits/store.ts";
import { SetArgumentLimitInput } from "./schema.ts";

/**
 * Decides for one role, or for all, which values an argument of a tool may take; answers what there was before, to take it
 * back. It holds from the next call on. Throws `not_found` for a tool the organisation does not have,
 * `conflict` when it is not as it was `seen`,
 * `precondition_failed` for an argument that is no text and no list of texts at one of its instances: what cannot be held
 * against values cannot be limited.
 */
export const setArgumentLimit = hearAtOnce(
  command({
    action: "argument-limit.set",
    permission: "tool-policy:write",
    input: SetArgumentLimitInput,
    async run({ tx, actor: { tenantId } }, { role, tool, argument, allowed, seen }) {
      await requireLimitable(tx, tenantId, { tool, argument });
      await lockLimits(tx, tenantId);
      const before = await findLimit(tx, tenantId, { role, tool, argument });
      const was = before?.allowed ?? null;
      if (JSON.stringify(was) !== JSON.stringify(seen)) throw changedLimit();
      if (before === null) await requireRoom(tx, tenantId);
      const { id } = await saveLimit(tx, tenantId, { role, tool, argument, allowed });
      return {
        result: { id, undo: { role, tool, argument, from: allowed, to: was } },
        audit: {
          target: `tool:${tool}`,
          before: { role, argument, allowed: was },
          after: { role, argument, allowed },
        },
      };
    },
  }),
);
