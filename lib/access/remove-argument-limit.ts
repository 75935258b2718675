import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { deleteLimit } from "./internal/limits/store.ts";
import { RemoveArgumentLimitInput } from "./schema.ts";

/**
 * Takes a limit back, from the next call on; answers what it was, to have it again. Throws `not_found` for one the
 * organisation does not have.
 */
export const removeArgumentLimit = hearAtOnce(
  command({
    action: "argument-limit.remove",
    permission: "tool-policy:write",
    input: RemoveArgumentLimitInput,
    async run({ tx, actor }, { id }) {
      const removed = await deleteLimit(tx, actor.tenantId, id);
      if (removed === null) throw new DomainError("not_found", "There is no such limit. Reload the list.");
      const { role, tool, argument, allowed } = removed;
      return {
        result: { undo: { role, tool, argument, from: null, to: allowed } },
        audit: { target: `tool:${tool}`, before: { role, argument, allowed }, after: { allowed: null } },
      };
    },
  }),
);
