import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { command } from "#lib/verbs/command.ts";
import { requireLimitable, requireRoom } from "./internal/limits/require-limitable.ts";
import { deleteLimit, findLimit, lockLimits, saveLimit } from "./internal/limits/store.ts";
import { changedSince } from "./internal/tools/change-rules.ts";
import { RevertArgumentLimitInput } from "./schema.ts";

/**
 * Takes a change of one limit back: the values it had, or none. Throws `conflict` when it is not as that change left it, and
 * as `setArgumentLimit` where a limit comes back.
 */
export const revertArgumentLimit = hearAtOnce(
  command({
    action: "argument-limit.revert",
    permission: "tool-policy:write",
    input: RevertArgumentLimitInput,
    async run({ tx, actor: { tenantId } }, { role, tool, argument, from, to }) {
      if (to !== null) await requireLimitable(tx, tenantId, { tool, argument });
      await lockLimits(tx, tenantId);
      const now = await findLimit(tx, tenantId, { role, tool, argument });
      if (JSON.stringify(now?.allowed ?? null) !== JSON.stringify(from)) throw changedSince();
      if (now === null && to !== null) await requireRoom(tx, tenantId);
      if (to !== null) await saveLimit(tx, tenantId, { role, tool, argument, allowed: to });
      else if (now !== null) await deleteLimit(tx, tenantId, now.id);
      return {
        result: undefined,
        audit: {
          target: `tool:${tool}`,
          before: { role, argument, allowed: from },
          after: { role, argument, allowed: to },
        },
      };
    },
  }),
);
