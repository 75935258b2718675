import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";

/** What an instance may say unasked at once, and a second from then on. */
const BURST = 2_000;
const PER_SECOND = 200;
const PAUSE_MS_MAX = 1_000;

/** Slows down the reading of what nobody waits for. */
export class Pace {
  #left = BURST;
  #at = performance.now();

  /** Resolves when more may be read after that much. What is owed beyond a pause is forgiven: the end must be noticed. */
  async take(cost: number): Promise<void> {
    const now = performance.now();
    const left = Math.min(BURST, this.#left + ((now - this.#at) / 1_000) * PER_SECOND) - cost;
    this.#left = Math.max(left, -PER_SECOND);
    this.#at = now;
    if (left >= 0) return;
    await sleep(Math.min(PAUSE_MS_MAX, (-left / PER_SECOND) * 1_000), undefined, { ref: false });
  }
}
