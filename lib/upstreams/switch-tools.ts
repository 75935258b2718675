import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { auditDefinitions } from "./internal/audit-definitions.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { lockTools } from "./internal/versions/store.ts";
import { SwitchToolsInput } from "./schema.ts";
import { findUpstream, moveTools } from "./store.ts";

/**
 * Switches approved tools off for everybody, or back on. Tools that are there already stay; throws `not_found` for a tool
 * this instance does not have. A tool that waits for approval is not moved, and one that changed while it was off waits
 * for one instead of being on. With `seen`, all or none: throws `conflict` when one of them has changed or was switched
 * since.
 */
export const switchTools = hearAtOnce(
  command({
    action: "upstream.switch-tools",
    permission: "upstream:write",
    input: SwitchToolsInput,
    async run({ tx, actor }, { id, toolIds, isOn, seen }) {
      const { tenantId } = actor;
      const row = await findUpstream(tx, tenantId, id as UpstreamId);
      if (!row) throw missingUpstream();
      const tools = await lockTools(tx, tenantId, toolIds);
      const chosen = tools.filter(({ upstreamId }) => upstreamId === row.id);
      if (chosen.length !== new Set(toolIds).size) {
        throw new DomainError("not_found", "There is no such tool at this instance. Reload the page.");
      }
      const [from, to] = isOn ? (["off", "approved"] as const) : (["approved", "off"] as const);
      if (seen && chosen.some((tool) => seen[tool.id] !== tool.hash || tool.state !== from)) {
        throw new DomainError(
          "conflict",
          "The tool has changed since, or somebody else switched it. Look at it again, then decide.",
        );
      }
      const changed = isOn ? chosen.filter(({ hash, approvedHash }) => hash !== approvedHash) : [];
      const ids = chosen.filter((tool) => !changed.includes(tool)).map((tool) => tool.id);
      const switched = await moveTools(tx, tenantId, row.id, { ids, from, to });
      const changedIds = changed.map((tool) => tool.id);
      const waiting = await moveTools(tx, tenantId, row.id, { ids: changedIds, from: "off", to: "pending" });
      return {
        result: { switched, waiting },
        audit: {
          target: row.id,
          before: { tools: chosen.map(({ name, state }) => `${name}: ${state}`) },
          after: { isOn, switched, waiting, ...(switched === chosen.length ? auditDefinitions(chosen) : {}) },
        },
      };
    },
  }),
);
