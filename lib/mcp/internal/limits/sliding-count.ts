import "#server-only";

export const WINDOW_MS = 60_000;

/**
 * How often something happened in the last minute, as two counts a key: this minute's, and the last one's as far as it
 * still reaches into the last sixty seconds. `others` is what the other instances counted of this minute, as of the last
 * exchange. At most 1 % off where calls come evenly, and never a whole minute's worth twice, as fixed windows allow.
 */
export class SlidingCount {
  readonly name: string;
  #window: number;
  #own = 0;
  #shared = 0;
  #others = 0;
  #last = 0;

  constructor(name: string, now: number) {
    this.name = name;
    this.#window = windowOf(now);
  }

  /** Null when one more is within the limit, else the milliseconds until it is. */
  findWait(limit: number, now: number): number | null {
    this.#turn(now);
    const elapsed = now - this.#window * WINDOW_MS;
    const current = this.#own + this.#others;
    if (current + 1 > limit) {
      const share = 1 - (limit - 1) / current;
      return WINDOW_MS - elapsed + share * WINDOW_MS;
    }
    const reach = this.#last * (1 - elapsed / WINDOW_MS);
    if (current + 1 + reach <= limit) return null;
    return (1 - (limit - 1 - current) / this.#last) * WINDOW_MS - elapsed;
  }

  add(now: number): void {
    this.#turn(now);
    this.#own += 1;
  }

  /** How much of the last minute is taken. */
  estimate(now: number): number {
    this.#turn(now);
    return this.#own + this.#others + this.#last * (1 - (now - this.#window * WINDOW_MS) / WINDOW_MS);
  }

  /** What of this minute the other instances have not been told. */
  get untold(): { window: number; count: number } {
    return { window: this.#window, count: this.#own - this.#shared };
  }

  /** Told `count` of that minute; `total` is what all instances have told of it. */
  exchange(window: number, count: number, total: number): void {
    if (window !== this.#window) return;
    this.#shared += count;
    this.#others = Math.max(this.#others, total - this.#shared);
  }

  isIdle(now: number): boolean {
    return windowOf(now) > this.#window + 1;
  }

  /** Whether a new minute begins for it. A clock set back begins one too: nobody waits for a minute that was counted ahead. */
  isTurning(now: number): boolean {
    return windowOf(now) !== this.#window;
  }

  #turn(now: number): void {
    const window = windowOf(now);
    if (window === this.#window) return;
    this.#last = window === this.#window + 1 ? this.#own + this.#others : 0;
    this.#window = window;
    this.#own = 0;
    this.#shared = 0;
    this.#others = 0;
  }
}

function windowOf(now: number): number {
  return Math.floor(now / WINDOW_MS);
}
