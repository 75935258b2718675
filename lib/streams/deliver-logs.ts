import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import { inTurn } from "./internal/delivering/in-turn.ts";
import { runStream } from "./internal/delivering/run-stream.ts";
import { claimStream } from "./internal/delivering/store.ts";
import { findWork, type Lane, type Work } from "./internal/delivering/work.ts";

/**
 * Begins the turn of every stream that is due, as many at once as a process takes, and does not wait for them: streams
 * that fail or are slow have places of their own, so that they hold nobody else up. For a job.
 */
export async function deliverLogs(): Promise<void> {
  const work = findWork();
  for (const lane of work.lanes) await fill(work, lane);
}

async function fill(work: Work, lane: Lane): Promise<void> {
  while (lane.running < lane.atOnce && !work.end.signal.aborted) {
    lane.running += 1;
    const claimed = await inTurn(() => claimStream(lane)).catch((error: unknown) => {
      lane.running -= 1;
      throw error;
    });
    if (claimed === null) {
      lane.running -= 1;
      return;
    }
    const task = runStream(claimed, work.end.signal)
      .catch((error: unknown) => log.warn({ err: error, streamId: claimed.id }, "a log stream's turn failed"))
      .then(async () => {
        lane.running -= 1;
        await fill(work, lane);
      })
      .catch((error: unknown) => log.warn({ err: error }, "the next log stream was not begun"))
      .finally(() => work.tasks.delete(task));
    work.tasks.add(task);
  }
}
