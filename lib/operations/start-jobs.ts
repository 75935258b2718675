import "#server-only";
import { runJobTurn } from "#lib/operators/run-job-turn.ts";
import { log } from "#lib/platform/log/log.ts";
import { noteJobTurn } from "#lib/status/note-job-turn.ts";
import { JOBS, type Job } from "./policy.ts";
import { inTurnOfJob } from "./store.ts";

const FIRST_AFTER_SECONDS = 20;
/** A job holds one connection for its turn and needs others of the same pool of ten for its work. */
const AT_ONCE = 5;

/**
 * Starts the clock of every job; each also runs soon after the start, a few at once. Returns what stops the clocks and
 * waits for the jobs under way. A job's failure is logged and never anybody else's.
 */
export function startJobs(
  jobs: readonly Job[] = JOBS,
  { firstAfterMs = FIRST_AFTER_SECONDS * 1000 }: { firstAfterMs?: number } = {},
): () => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Job>();
  const begin = (): void => {
    for (const [name, job] of waiting) {
      if (running.size >= AT_ONCE) return;
      waiting.delete(name);
      const done = runJob(job).finally(() => {
        running.delete(name);
        begin();
      });
      running.set(name, done);
    }
  };
  const turn = (job: Job): void => {
    if (running.has(job.name)) return;
    waiting.set(job.name, job);
    begin();
  };
  const clocks = jobs.flatMap((job) => [
    setTimeout(turn, firstAfterMs, job),
    setInterval(turn, job.everySeconds * 1000, job),
  ]);
  for (const clock of clocks) clock.unref();
  return async () => {
    for (const clock of clocks) clearTimeout(clock);
    waiting.clear();
    await Promise.all(running.values());
  };
}

/** One turn of a job, unless another instance has it. Never throws. */
export async function runJob({ name, run }: Job): Promise<void> {
  try {
    await inTurnOfJob(name, () => runJobTurn(name, run));
    noteJobTurn();
  } catch (error) {
    log.warn({ err: error, job: name }, "a job failed and will be tried again");
  }
}
