import "#server-only";

type Held = { owner: string; bytes: number; giveUp: () => void };

/**
 * Bounds what waits in memory for somebody else's slowness. Beyond it, of whoever holds most the oldest is given up until
 * there is room: a few who send or read slowly on purpose cost themselves, not everybody.
 */
export class ByteBudget {
  readonly #bytesMax: number;
  /** The oldest first. */
  readonly #held = new Map<object, Held>();
  readonly #byOwner = new Map<string, number>();
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#bytes;
  }

  holds(what: object): boolean {
    return this.#held.has(what);
  }

  /** Notes that `what` holds so many bytes more. */
  add(what: object, bytes: number, { owner, giveUp }: Omit<Held, "bytes">): void {
    const held = this.#held.get(what) ?? { owner, bytes: 0, giveUp };
    held.bytes += bytes;
    this.#held.set(what, held);
    this.#count(held.owner, bytes);
    while (this.#bytes > this.#bytesMax) this.#giveUpOne();
  }

  release(what: object): void {
    const held = this.#held.get(what);
    if (!this.#held.delete(what) || held === undefined) return;
    this.#count(held.owner, -held.bytes);
  }

  #giveUpOne(): void {
    const [most] = [...this.#byOwner].toSorted(([, one], [, other]) => other - one);
    for (const [what, { owner, giveUp }] of this.#held) {
      if (owner !== most?.[0]) continue;
      this.release(what);
      return giveUp();
    }
  }

  #count(owner: string, change: number): void {
    this.#bytes += change;
    const bytes = (this.#byOwner.get(owner) ?? 0) + change;
    if (bytes === 0) this.#byOwner.delete(owner);
    else this.#byOwner.set(owner, bytes);
  }
}
