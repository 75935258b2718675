import "#server-only";
import { SlidingCount } from "./sliding-count.ts";

type Limited = { name: string; limit: number };

const COUNTS_MAX = 100_000;
/** From this part of a limit on the other instances are told. */
const HOT_PART = 0.25;

/** The counts of this process, a name each; those used longest ago go first, a minute's turn counting as a use. */
export class CallCounts {
  readonly #countsMax: number;
  readonly #counts = new Map<string, SlidingCount>();
  readonly #hot = new Set<SlidingCount>();

  constructor(countsMax = COUNTS_MAX) {
    this.#countsMax = countsMax;
  }

  /** Counts one against all of them, or against none and answers the milliseconds to wait when one is at its limit. */
  take(limited: readonly Limited[], now: number): number | null {
    const counts: [SlidingCount, number][] = [];
    let wait: number | null = null;
    for (const { name, limit } of limited) {
      const count = this.#find(name, now);
      counts.push([count, limit]);
      const own = count.findWait(limit, now);
      if (own !== null) wait = Math.max(own, wait ?? 0);
    }
    if (wait !== null) return wait;
    for (const [count, limit] of counts) {
      count.add(now);
      if (count.estimate(now) >= limit * HOT_PART) this.#hot.add(count);
    }
    return null;
  }

  get isAnyHot(): boolean {
    return this.#hot.size > 0;
  }

  get size(): number {
    return this.#counts.size;
  }

  /** Those to tell the other instances of, each once until it counts again. */
  takeHot(): SlidingCount[] {
    const hot = [...this.#hot];
    this.#hot.clear();
    return hot;
  }

  #find(name: string, now: number): SlidingCount {
    const known = this.#counts.get(name);
    if (known !== undefined) {
      if (known.isTurning(now)) {
        this.#counts.delete(name);
        this.#counts.set(name, known);
      }
      return known;
    }
    const made = new SlidingCount(name, now);
    this.#counts.set(name, made);
    for (const [oldest, count] of this.#counts) {
      if (this.#counts.size <= this.#countsMax && !count.isIdle(now)) break;
      this.#counts.delete(oldest);
      this.#hot.delete(count);
    }
    return made;
  }
}
