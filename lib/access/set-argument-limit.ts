import "#server-only";
import { findArgumentKind } from "#lib/catalog/narrow-schema.ts";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { countLimits, findLimit, findSchemas, lockLimits, saveLimit } from "./internal/limits/store.ts";
import { SetArgumentLimitInput } from "./schema.ts";

const LIMITS_MAX = 200;

/**
 * Decides for one role, or for all, which values an argument of a tool may take. It holds from the next call on. Throws
 * `not_found` for a tool the organisation does not have, `precondition_failed` for an argument that is no text and no
 * list of texts at one of its instances: what cannot be held against values cannot be limited.
 */
export const setArgumentLimit = hearAtOnce(
  command({
    action: "argument-limit.set",
    permission: "tool-policy:write",
    input: SetArgumentLimitInput,
    async run({ tx, actor }, { role, tool, argument, allowed }) {
      const { tenantId } = actor;
      const schemas = await findSchemas(tx, tenantId, tool);
      if (schemas.length === 0) {
        throw new DomainError(
          "not_found",
          "Your organisation has no tool of this name. Choose one from the list.",
        );
      }
      if (schemas.some((schema) => findArgumentKind(schema, argument) === null)) {
        throw new DomainError(
          "precondition_failed",
          "Only an argument of this tool that is a text or a list of texts can be limited. Choose another.",
        );
      }
      await lockLimits(tx, tenantId);
      const before = await findLimit(tx, tenantId, { role, tool, argument });
      if (before === null && (await countLimits(tx, tenantId)) >= LIMITS_MAX) {
        throw new DomainError(
          "precondition_failed",
          "An organisation can have two hundred limits on arguments. Remove one first.",
        );
      }
      const { id } = await saveLimit(tx, tenantId, { role, tool, argument, allowed });
      return {
        result: { id },
        audit: {
          target: `tool:${tool}`,
          before: { role, argument, allowed: before?.allowed ?? null },
          after: { role, argument, allowed },
        },
      };
    },
  }),
);
