import "#server-only";
import type { RevocationEvent } from "./watch-revocations.ts";

/** When a lookup began: what was evicted since is not kept. */
export type Lookup = { epoch: number; at: number };

/** What is remembered with an answer: the ids it dies with, what it weighs, and how long it holds. */
export type Remembered = { ids: readonly string[]; weight?: number; secondsLeft?: number };

type Entry<Value> = { value: Value; ids: readonly string[]; weight: number; epoch: number; diesAt: number };
type Stamp = { epoch: number; at: number };
type Options = {
  weightMax: number;
  /** The kinds that can change such an answer; `all` always does. */
  kinds: readonly RevocationEvent["kind"][];
  now?: () => number;
};

const TTL_MS = 5_000;
const STAMPS_MAX = 10_000;

/**
 * Answers looked up in the last 5 s; the least recently used go first when they weigh too much together. An eviction
 * leaves a stamp rather than searching: an entry dies when one of its ids was stamped after its lookup began, so a lookup
 * that overlapped an eviction is never served. Only time that cannot jump is used. Ask `isRevocationFresh` before.
 */
export class RememberedAnswers<Value> {
  readonly #weightMax: number;
  readonly #kinds: ReadonlySet<RevocationEvent["kind"]>;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #stamps = new Map<string, Stamp>();
  #weight = 0;
  #epoch = 0;
  #allEpoch = 0;

  constructor({ weightMax, kinds, now = () => performance.now() }: Options) {
    this.#weightMax = weightMax;
    this.#kinds = new Set([...kinds, "all"]);
    this.#now = now;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (this.#now() >= entry.diesAt || this.#isEvicted(entry)) {
      this.#drop(key, entry);
      return undefined;
    }
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  begin(): Lookup {
    return { epoch: this.#epoch, at: this.#now() };
  }

  put(key: string, value: Value, { epoch, at }: Lookup, { ids, weight = 1, secondsLeft }: Remembered): void {
    const diesAt = at + Math.min(TTL_MS, (secondsLeft ?? Number.POSITIVE_INFINITY) * 1_000);
    const before = this.#entries.get(key);
    if (before !== undefined) this.#drop(key, before);
    this.#entries.set(key, { value, ids, weight, epoch, diesAt });
    this.#weight += weight;
    for (const [oldest, entry] of this.#entries) {
      if (this.#weight <= this.#weightMax) break;
      this.#drop(oldest, entry);
    }
    this.#dropOldStamps();
  }

  evict({ kind, id }: RevocationEvent): void {
    if (!this.#kinds.has(kind)) return;
    this.#epoch += 1;
    this.#dropOldStamps();
    if (kind === "all" || this.#stamps.size >= STAMPS_MAX) {
      this.#allEpoch = this.#epoch;
      this.#entries.clear();
      this.#stamps.clear();
      this.#weight = 0;
      return;
    }
    this.#stamps.delete(id);
    this.#stamps.set(id, { epoch: this.#epoch, at: this.#now() });
  }

  #isEvicted({ ids, epoch }: Entry<Value>): boolean {
    if (this.#allEpoch > epoch) return true;
    if (this.#stamps.size === 0) return false;
    return ids.some((id) => (this.#stamps.get(id)?.epoch ?? 0) > epoch);
  }

  #drop(key: string, { weight }: Entry<Value>): void {
    this.#entries.delete(key);
    this.#weight -= weight;
  }

  /** Every entry whose lookup began before such a stamp has died of its age. */
  #dropOldStamps(): void {
    const limit = this.#now() - TTL_MS;
    for (const [id, { at }] of this.#stamps) {
      if (at > limit) break;
      this.#stamps.delete(id);
    }
  }
}
