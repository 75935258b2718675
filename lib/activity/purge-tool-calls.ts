import "#server-only";
import { enqueueCall } from "./internal/calls/call-queue.ts";
import { findCutCalls, purgeBatches, purgeCallCounts, toCallRow } from "./internal/ledger/store.ts";

const BATCHES_AT_ONCE = 500;
const TURNS = 2_000;
const CUT_MAX = 500;

/**
 * Forgets calls after the days the organisation keeps them, whole batches from the oldest on, so that the rest can still
 * be verified; and closes calls whose process was cut, so that they enter the chain. Safe to run at any time.
 */
export async function purgeToolCalls(): Promise<void> {
  for (const { tenantId, calls } of await findCutCalls(CUT_MAX)) {
    for (const call of calls) {
      const row = { ...toCallRow(call), outcome: "cut", arguments: null };
      enqueueCall({ tenantId, row, isBegun: true, argumentsText: undefined });
    }
  }
  await purgeCallCounts();
  for (let turns = TURNS; turns > 0; turns -= 1) if ((await purgeBatches(BATCHES_AT_ONCE)) === 0) return;
}
