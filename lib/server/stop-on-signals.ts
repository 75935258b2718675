import "#server-only";
import { env, exit, stderr } from "node:process";
import { SAME_SIGNAL_MS, SIGNALS, watchParent } from "./watch-parent.ts";

type Stop = () => Promise<void>;
type State = { waiting: Set<Stop>; handlers: Map<NodeJS.Signals, () => void>; endedAt: number };

const state: State = { waiting: new Set(), handlers: new Map(), endedAt: 0 };

/**
 * Has a signal stop what a measurement or a test started, the last first, before it ends the process; a second signal ends
 * it at once. Answers the stop to call otherwise: it is done once, whoever asks for it and however often.
 */
export function stopOnSignals(stop: Stop): Stop {
  let stopped: Promise<void> | undefined;
  const stopOnce = () => {
    stopped ??= stop().finally(() => state.waiting.delete(stopOnce));
    return stopped;
  };
  state.waiting.add(stopOnce);
  listen();
  return stopOnce;
}

function listen(): void {
  if (state.handlers.size > 0) return;
  for (const signal of SIGNALS) {
    const handler = () => void end(signal);
    state.handlers.set(signal, handler);
    process.on(signal, handler);
  }
  if (env["npm_lifecycle_event"] !== undefined) watchParent(() => void end("SIGTERM"));
}

async function end(signal: NodeJS.Signals): Promise<void> {
  if (state.endedAt > 0) {
    if (Date.now() - state.endedAt > SAME_SIGNAL_MS) exit(130);
    return;
  }
  state.endedAt = Date.now();
  // What is cut off under way complains of it; the signal is why.
  process.on("uncaughtException", () => undefined);
  for (const stop of [...state.waiting].toReversed()) {
    await stop().catch((error: unknown) => stderr.write(`Stopping failed: ${String(error)}\n`));
  }
  for (const [heard, handler] of state.handlers) process.removeListener(heard, handler);
  process.kill(process.pid, signal);
}
