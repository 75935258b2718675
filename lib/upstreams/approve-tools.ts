import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { digestTools } from "./internal/digest-tools.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { lockTools } from "./internal/versions/store.ts";
import { ApproveToolsInput, isFeature } from "./schema.ts";
import { findTools, findUpstream, moveTools, updateUpstream } from "./store.ts";

/**
 * Approves every waiting tool, as it was defined when `digest` was read; the first approval makes the instance ready and
 * is also for what it declares beside tools.
 * Throws `conflict` when the list has changed since.
 */
export const approveTools = hearAtOnce(
  command({
    action: "upstream.approve-tools",
    permission: "upstream:write",
    input: ApproveToolsInput,
    async run({ tx, actor }, { id, digest }) {
      const { tenantId } = actor;
      const row = await findUpstream(tx, tenantId, id as UpstreamId);
      if (!row) throw missingUpstream();
      const known = await findTools(tx, tenantId, row.id);
      const ids = known.map((tool) => tool.id);
      const pending = (await lockTools(tx, tenantId, ids)).filter(({ state }) => state === "pending");
      if (digestTools(pending) !== digest) {
        throw new DomainError(
          "conflict",
          "The list of tools has changed. Look at it again, then approve it.",
        );
      }
      const approved = await moveTools(tx, tenantId, row.id, { ids, from: "pending", to: "approved" });
      const isFirst = row.status === "draft";
      if (isFirst && row.syncedAt === null) throw untested();
      const features = isFirst ? row.declared.filter(isFeature) : row.features;
      const setup = row.setup === "tools" ? "access" : row.setup;
      if (isFirst) await updateUpstream(tx, tenantId, row.id, { status: "ready", features, setup });
      return {
        result: { approved },
        audit: { target: row.id, after: { approved: pending.map(({ name }) => name).toSorted(), features } },
      };
    },
  }),
);

/** What was listed before its keys were wiped says nothing of what is there now. */
function untested(): DomainError {
  return new DomainError("precondition_failed", "This instance was not tested yet. Test it first.");
}
