import "#server-only";
import { exit, stderr } from "node:process";
import { SAME_SIGNAL_MS, SIGNALS, watchParent } from "./watch-parent.ts";

type Cleanup = { name: string; run: () => Promise<void> };

/** What start-up needs to end well whenever it is told to. */
export type Lifecycle = {
  /** Raised by the first Ctrl-C or SIGTERM, also while still starting. */
  stopping: AbortSignal;
  /** Registers what must be stopped; the last one registered is stopped first. */
  onStop: (name: string, run: () => Promise<void>) => void;
};

async function stopAll(cleanups: Cleanup[]): Promise<boolean> {
  let isClean = true;
  for (const { name, run } of cleanups.toReversed()) {
    try {
      await run();
    } catch (error) {
      isClean = false;
      stderr.write(`Stopping ${name} failed: ${String(error)}\n`);
    }
  }
  return isClean;
}

/**
 * Runs `start`, then waits for a signal and stops everything in reverse order; a second signal ends the process at
 * once. `onFailure` says what to print when `start` throws; the exit code is then 1, else 0.
 */
export async function runLifecycle(
  start: (lifecycle: Lifecycle) => Promise<void>,
  options: {
    exitAtOnceOn: readonly NodeJS.Signals[];
    stopsWithParent: boolean;
    onFailure: (error: unknown) => void;
  },
): Promise<never> {
  const cleanups: Cleanup[] = [];
  const stopping = new AbortController();
  let stoppedAt = 0;
  const stop = () => {
    stoppedAt = Date.now();
    stopping.abort(new Error("stopping"));
  };
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (options.exitAtOnceOn.includes(signal)) exit(0);
      if (stoppedAt === 0) stop();
      else if (Date.now() - stoppedAt > SAME_SIGNAL_MS) exit(130);
    });
  }
  if (options.stopsWithParent) watchParent(stop);
  const lifecycle: Lifecycle = {
    stopping: stopping.signal,
    onStop: (name, run) => void cleanups.push({ name, run }),
  };
  let code = 0;
  try {
    await start(lifecycle);
    await new Promise<void>((done) => {
      if (stopping.signal.aborted) done();
      stopping.signal.addEventListener("abort", () => done());
    });
  } catch (error) {
    if (!stopping.signal.aborted) {
      code = 1;
      options.onFailure(error);
    }
  }
  const isClean = await stopAll(cleanups);
  return exit(code === 0 && !isClean ? 1 : code);
}
