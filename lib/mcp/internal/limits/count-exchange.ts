import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import type { CallCounts } from "./call-counts.ts";
import { WINDOW_MS } from "./sliding-count.ts";
import { addCounts } from "./store.ts";

const EVERY_MS = 1_000;
/** For one statement; any others are told when they count again. */
const NAMES_MAX = 1_000;

/** Tells the other instances what was counted here and hears their sum: one statement a second while anything is hot. */
export class CountExchange {
  readonly #counts: CallCounts;
  #isDue = false;
  #isFailing = false;

  constructor(counts: CallCounts) {
    this.#counts = counts;
  }

  /** In a second, unless it is due already. */
  begin(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => void this.#run(), EVERY_MS).unref();
  }

  async #run(): Promise<void> {
    await this.exchange();
    this.#isDue = false;
    if (this.#counts.isAnyHot) this.begin();
  }

  /** Never throws: while the database is away what was counted is told later, within its minute. */
  async exchange(): Promise<void> {
    const untold = this.#counts
      .takeHot()
      .map((counter) => ({ counter, ...counter.untold }))
      .filter(({ count }) => count > 0)
      .slice(0, NAMES_MAX);
    if (untold.length === 0) return;
    const told = untold.map(({ counter, window, count }) => ({
      name: counter.name,
      window,
      points: count,
      expiresAt: (window + 2) * WINDOW_MS,
    }));
    try {
      const totals = await addCounts(told);
      for (const [index, { counter, window, count }] of untold.entries()) {
        counter.exchange(window, count, totals[index] ?? count);
      }
      if (this.#isFailing) log.info({}, "calls are counted together with the other instances again");
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) log.warn({ err: error }, "calls are counted by each instance alone");
      this.#isFailing = true;
    }
  }
}
