import "#server-only";

export type BulkheadBounds = { runningMax: number; waitingMax: number; waitingLengthMax: number };

/** Fewer than an instance gets sockets, so that what ends a call finds one. */
const BOUNDS: BulkheadBounds = { runningMax: 200, waitingMax: 1_000, waitingLengthMax: 16 * 1024 * 1024 };

type Waiter = { length: number; enter: () => void };
type Place = { leave: () => void };

/** Room for so many calls at once, and for so many (and so much) that wait their turn; the rest is refused at once. */
export class Bulkhead {
  readonly #bounds: BulkheadBounds;
  readonly #waiting = new Set<Waiter>();
  #waitingLength = 0;
  #running = 0;

  constructor(bounds: BulkheadBounds = BOUNDS) {
    this.#bounds = bounds;
  }

  get isIdle(): boolean {
    return this.#running === 0 && this.#waiting.size === 0;
  }

  /** A place, in the order of asking; null when there is none, or none in time, or `signal` aborted. */
  async enter(
    length: number,
    { signal, waitMs }: { signal?: AbortSignal | undefined; waitMs: number },
  ): Promise<Place | null> {
    if (this.#running < this.#bounds.runningMax) return this.#take();
    if (
      signal?.aborted ||
      this.#waiting.size >= this.#bounds.waitingMax ||
      this.#waitingLength + length > this.#bounds.waitingLengthMax
    ) {
      return null;
    }
    const { promise, resolve } = Promise.withResolvers<Place | null>();
    const waiter: Waiter = { length, enter: () => resolve(this.#take()) };
    const giveUp = () => resolve(null);
    this.#add(waiter);
    const timer = setTimeout(giveUp, waitMs);
    signal?.addEventListener("abort", giveUp, { once: true });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
      this.#remove(waiter);
    }
  }

  #take(): Place {
    this.#running += 1;
    let isLeft = false;
    return {
      leave: () => {
        if (isLeft) return;
        isLeft = true;
        this.#running -= 1;
        const [next] = this.#waiting;
        if (next === undefined) return;
        this.#remove(next);
        next.enter();
      },
    };
  }

  #add(waiter: Waiter): void {
    this.#waiting.add(waiter);
    this.#waitingLength += waiter.length;
  }

  #remove(waiter: Waiter): void {
    if (this.#waiting.delete(waiter)) this.#waitingLength -= waiter.length;
  }
}
