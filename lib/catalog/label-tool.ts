import "#server-only";
import { z } from "zod";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { isUuid, type UpstreamToolId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { HintsSchema, LabelReasonSchema } from "./schema.ts";
import { findLabel, saveLabel } from "./store.ts";

/** What the form of a label sends. */
export const LabelToolInput = z
  .strictObject({
    id: z.string().refine(isUuid),
    /** What the form was filled with; an older one is a conflict. */
    version: z.number().int().min(0),
    hints: HintsSchema.nullable(),
    reason: LabelReasonSchema.nullable(),
  })
  .refine(({ hints, reason }) => hints === null || reason !== null, {
    path: ["reason"],
    error: "Say why, in a few words: whoever looks at this tool next will read it.",
  });

/**
 * Says what one tool of one instance does, instead of the catalogue; `hints: null` takes it back. Apps are told from the
 * next list on. Throws `conflict` when somebody else said something since `version`, `not_found` for a tool the
 * organisation does not have.
 */
export const labelTool = hearAtOnce(
  command({
    action: "tool.label",
    permission: "tool-policy:write",
    input: LabelToolInput,
    async run({ tx, actor }, { id, version, hints, reason }) {
      const toolId = id as UpstreamToolId;
      const before = await findLabel(tx, actor.tenantId, toolId);
      if (before === null) throw new DomainError("not_found", "There is no such tool. Reload the list.");
      const label = { hints, reason: hints === null ? null : reason };
      if (!(await saveLabel(tx, actor.tenantId, { id: toolId, version, ...label }))) {
        throw new DomainError(
          "conflict",
          "Somebody else changed the hints of this tool. What you typed is still here: look at theirs, then save again.",
        );
      }
      return {
        result: { version: version + 1 },
        audit: {
          target: id,
          before: { tool: before.name, hints: before.hints, reason: before.hintsReason },
          after: { tool: before.name, ...label },
        },
      };
    },
  }),
);
