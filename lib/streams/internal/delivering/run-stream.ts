import "#server-only";
import { inTenantOf } from "../../store.ts";
import { STREAM_KINDS, type StreamKind } from "../../terms.ts";
import { inTurn } from "./in-turn.ts";
import { NOTHING_MS, SLOW_MS, toWaitMs, TURN_MS } from "./pace.ts";
import { type Delivery, planDelivery } from "./plan-delivery.ts";
import { sendDelivery } from "./send-delivery.ts";
import { type ClaimedStream, moveCursor, noteDelivered, noteFailure, releaseStream } from "./store.ts";
import { tellOfFailing } from "./tell-of-failing.ts";

/**
 * A claimed stream's turn: one delivery of each kind after the other, until nothing waits, one is not taken, or others
 * have waited long enough. At least once: the cursor moves after the collector took what is before it.
 */
export async function runStream(claimed: ClaimedStream, signal: AbortSignal): Promise<void> {
  const endsAt = performance.now() + TURN_MS;
  let kinds: readonly StreamKind[] = STREAM_KINDS;
  let hasDelivered = false;
  while (kinds.length > 0 && performance.now() < endsAt) {
    const left: StreamKind[] = [];
    for (const kind of kinds) {
      if (signal.aborted) return;
      const outcome = await runDelivery(claimed, kind, signal);
      if (outcome === "over") return;
      if (outcome === "more") left.push(kind);
      hasDelivered ||= outcome === "more";
    }
    kinds = left;
  }
  const waitMs = hasDelivered ? 0 : NOTHING_MS;
  await inTurn(() => inTenantOf(claimed.tenantId, (tx) => releaseStream(tx, claimed, { waitMs })));
}

/** "none": nothing of that kind waits. "over": the turn is over, and the stream is not ours or waits before it is tried again. */
async function runDelivery(
  claimed: ClaimedStream,
  kind: StreamKind,
  signal: AbortSignal,
): Promise<"more" | "none" | "over"> {
  const delivery = await inTurn(() => planDelivery(claimed, kind));
  if (delivery === "lost") return "over";
  if (delivery === null) return "none";
  const began = performance.now();
  const failure = await sendDelivery({ ...delivery, tenantId: claimed.tenantId, signal });
  // What was cut by our own end says nothing of the collector; who goes on sends it again.
  if (failure !== null && signal.aborted) return "over";
  if (failure === null) {
    const isSlow = performance.now() - began > SLOW_MS;
    return (await inTurn(() => settle(claimed, delivery, isSlow))) ? "more" : "over";
  }
  await inTurn(() =>
    inTenantOf(claimed.tenantId, async (tx) => {
      const failing = await noteFailure(tx, claimed, failure);
      if (failing === null) return;
      await tellOfFailing(tx, claimed, { ...failing, failure });
      await releaseStream(tx, claimed, { waitMs: toWaitMs(failing.failures, Math.random()) });
    }),
  );
  return "over";
}

async function settle(
  claimed: ClaimedStream,
  { kind, end, rows }: Delivery,
  isSlow: boolean,
): Promise<boolean> {
  return await inTenantOf(claimed.tenantId, async (tx) => {
    if (!(await noteDelivered(tx, claimed, { rows, isSlow }))) return false;
    await moveCursor(tx, claimed, { kind, cursor: end });
    return true;
  });
}
