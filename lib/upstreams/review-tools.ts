import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { auditDefinitions } from "./internal/audit-definitions.ts";
import { digestTools } from "./internal/digest-tools.ts";
import { lockTools, noteDecision, type ReviewedTool, settleTools } from "./internal/versions/store.ts";
import { ReviewToolsInput } from "./schema.ts";

/**
 * Approves tools exactly as they were seen, or keeps them off; tools that wait and tools that are off can be reviewed.
 * Answers what takes it back (`reopenTools`), where all of them waited. All or none: throws `conflict` when one of them
 * has changed or was decided since, `not_found` for a tool the organisation does not have.
 */
export const reviewTools = hearAtOnce(
  command({
    action: "upstream.review-tools",
    permission: "tool-policy:write",
    input: ReviewToolsInput,
    async run({ tx, actor }, { ids, seen, decision }) {
      const { tenantId, personId } = actor;
      const tools = await lockTools(tx, tenantId, ids);
      if (tools.length !== ids.length) {
        throw new DomainError("not_found", "There is no such tool any more. Reload the page.");
      }
      const isAsSeen = tools.every(
        ({ id, hash, state }) => seen[id] === hash && (state === "pending" || state === "off"),
      );
      if (!isAsSeen) {
        throw new DomainError(
          "conflict",
          "A tool has changed again, or somebody decided about it. Look at the list again, then decide.",
        );
      }
      await noteDecision(tx, tenantId, { toolIds: ids, decision, personId });
      const state = decision === "approved" ? "approved" : "off";
      const reviewed = await settleTools(tx, tenantId, { ids, state });
      return {
        result: { reviewed, undo: toUndo(tools, decision) },
        audit: {
          target: ids.length === 1 ? (tools[0]?.id ?? "") : "tools",
          before: { tools: tools.map(({ name, state: before }) => `${name}: ${before}`) },
          after: { decision, reviewed, digest: digestTools(tools), ...auditDefinitions(tools) },
        },
      };
    },
  }),
);

function toUndo(tools: readonly ReviewedTool[], decision: "approved" | "off") {
  if (tools.some(({ state }) => state !== "pending")) return null;
  return { decision, tools: tools.map(({ id, hash, approvedHash }) => ({ id, hash, approvedHash })) };
}
