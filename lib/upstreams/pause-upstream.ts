import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { addEvent } from "./internal/health/store.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { PauseUpstreamInput } from "./schema.ts";
import { findUpstream, updateUpstream } from "./store.ts";

/**
 * Refuses every call to an instance from the next one on, at every process, or lets them through again. Connections, keys
 * and tools stay; what is running ends by itself. Doing it twice is doing it once.
 */
export const pauseUpstream = hearAtOnce(
  command({
    action: "upstream.pause",
    permission: "upstream:write",
    input: PauseUpstreamInput,
    async run({ tx, actor }, { id, isPaused }) {
      const row = await findUpstream(tx, actor.tenantId, id as UpstreamId);
      if (!row) throw missingUpstream();
      const before = row.pausedAt !== null;
      if (before !== isPaused) {
        await updateUpstream(tx, actor.tenantId, row.id, { pausedAt: isPaused ? new Date() : null });
        await addEvent(tx, actor.tenantId, row.id, { kind: isPaused ? "paused" : "resumed" });
      }
      const after = { isPaused };
      return { result: after, audit: { target: row.id, before: { isPaused: before }, after } };
    },
  }),
);
