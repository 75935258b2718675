import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { changedSince } from "#lib/verbs/changed-since.ts";
import { command } from "#lib/verbs/command.ts";
import { addEvent } from "./internal/health/store.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { PauseUpstreamInput } from "./schema.ts";
import { findUpstream, movePause } from "./store.ts";

/**
 * Refuses every call to an instance from the next one on, at every process, or lets them through again. Connections, keys
 * and tools stay; what is running ends by itself. Doing it twice is doing it once, but where it is said whether it was paused
 * when it was `seen`, which throws `conflict` when that is not so any more. `undo` is for this very verb.
 */
export const pauseUpstream = hearAtOnce(
  command({
    action: "upstream.pause",
    permission: "upstream:write",
    input: PauseUpstreamInput,
    async run({ tx, actor }, { id, isPaused, seen }) {
      const row = await findUpstream(tx, actor.tenantId, id as UpstreamId);
      if (!row) throw missingUpstream();
      const isMoved = await movePause(tx, actor.tenantId, row.id, isPaused);
      const wasPaused = isMoved ? !isPaused : isPaused;
      if (seen !== undefined && seen !== wasPaused) throw changedSince();
      if (isMoved) await addEvent(tx, actor.tenantId, row.id, { kind: isPaused ? "paused" : "resumed" });
      return {
        result: { isPaused, undo: isMoved ? { id, isPaused: wasPaused, seen: isPaused } : null },
        audit: { target: row.id, before: { isPaused: wasPaused }, after: { isPaused } },
      };
    },
  }),
);
