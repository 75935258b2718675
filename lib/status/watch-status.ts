import "#server-only";
import { checkStatus } from "./check-status.ts";
import { jobTurns } from "./note-job-turn.ts";

const FIRST_AFTER_MS = 5_000;
/** More often than each minute, which counts once: a clock that runs a little late leaves no minute out. */
const EVERY_MS = 20_000;

/**
 * Starts the clock by which this process looks at itself; not among the jobs, whose turns need the database that is looked
 * at. Returns what stops it and waits for the look under way.
 */
export function watchStatus(): () => Promise<void> {
  let running: Promise<void> | undefined;
  const look = () => {
    running ??= checkStatus().finally(() => (running = undefined));
  };
  jobTurns();
  const clocks = [setTimeout(look, FIRST_AFTER_MS), setInterval(look, EVERY_MS)];
  for (const clock of clocks) clock.unref();
  return async () => {
    for (const clock of clocks) clearTimeout(clock);
    await running;
  };
}
