import "#server-only";
import { once } from "./once.ts";

export type Pump = {
  /** Works until nothing is left; several may ask at once. After `stop` it does nothing. */
  run: () => Promise<void>;
  /** Lets the turn under way end and begins no other; for the end of a process. */
  stop: () => Promise<void>;
  /** Takes `stop` back. */
  allow: () => void;
};

/**
 * The process's one worker of that name. A turn answers whether there may be more to do; what is asked for during a turn
 * is another turn.
 */
export function openPump(name: string, turn: () => Promise<boolean>): Pump {
  return once(`pump.${name}`, () => {
    let [isAsked, isStopped] = [false, false];
    let running: Promise<void> | undefined;
    const work = async () => {
      while (isAsked && !isStopped) {
        isAsked = false;
        if (await turn()) isAsked = true;
      }
    };
    return {
      async run() {
        isAsked = true;
        running ??= work().finally(() => (running = undefined));
        await running;
      },
      async stop() {
        isStopped = true;
        await running;
      },
      allow() {
        isStopped = false;
      },
    };
  });
}
