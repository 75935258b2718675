import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { auditDefinitions } from "./internal/audit-definitions.ts";
import { digestTools } from "./internal/digest-tools.ts";
import { findApprovable, lockTools, reopenTools as reopen } from "./internal/versions/store.ts";
import { ReopenToolsInput } from "./schema.ts";

/**
 * Takes a review back: its tools wait again, with what was approved of them before. All or none: throws `conflict` when one
 * of them has changed or was decided anew since, or never was what it is said to have been approved as; `not_found` for a
 * tool the organisation does not have.
 */
export const reopenTools = hearAtOnce(
  command({
    action: "upstream.reopen-tools",
    permission: "tool-policy:write",
    input: ReopenToolsInput,
    async run({ tx, actor: { tenantId } }, { decision, tools: wanted }) {
      const ids = wanted.map(({ id }) => id);
      const tools = await lockTools(tx, tenantId, ids);
      if (tools.length !== ids.length) {
        throw new DomainError("not_found", "There is no such tool any more. Reload the page.");
      }
      const approvable = await findApprovable(tx, tenantId, wanted);
      const isAsLeft = wanted.every(({ id, hash, approvedHash }) => {
        const tool = tools.find((one) => one.id === id);
        const isKnown = approvedHash === null || approvable.has(`${id} ${approvedHash}`);
        return tool?.hash === hash && tool.state === decision && isKnown;
      });
      if (!isAsLeft) {
        throw new DomainError(
          "conflict",
          "A tool has changed again, or somebody decided about it anew. Look at the list again.",
        );
      }
      await reopen(tx, tenantId, wanted);
      return {
        result: { reopened: ids.length },
        audit: {
          target: ids.length === 1 ? (tools[0]?.id ?? "") : "tools",
          before: { tools: tools.map(({ name, state }) => `${name}: ${state}`) },
          after: { state: "pending", digest: digestTools(tools), ...auditDefinitions(tools) },
        },
      };
    },
  }),
);
