import "#server-only";
import type { RevocationEvent } from "#lib/grants/watch-revocations.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";

/** What a token stands for, as it was looked up. */
export type TokenAccess = { actor: ClientActor; tenantAddress: string };
/** When a lookup began: what was evicted since is not kept. */
export type Lookup = { epoch: number; at: number };

type Entry = { access: TokenAccess; clientKey: string; epoch: number; diesAt: number };
type Stamp = { epoch: number; at: number };

const TTL_MS = 5_000;
const ENTRIES_MAX = 20_000;
const STAMPS_MAX = 10_000;

/**
 * Tokens looked up in the last 5 s, by hash; the least recently used goes first. An eviction leaves a stamp rather than
 * searching: an entry dies when its grant, member, person, organisation or app was stamped after its lookup began, so a
 * lookup that overlapped an eviction is never served. Only time that cannot jump is used.
 */
export class TokenCache {
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  readonly #stamps = new Map<string, Stamp>();
  #epoch = 0;
  #allEpoch = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  get(hash: string): TokenAccess | undefined {
    const entry = this.#entries.get(hash);
    if (entry === undefined) return undefined;
    this.#entries.delete(hash);
    if (this.#now() >= entry.diesAt || this.#isEvicted(entry)) return undefined;
    this.#entries.set(hash, entry);
    return entry.access;
  }

  begin(): Lookup {
    return { epoch: this.#epoch, at: this.#now() };
  }

  /** `secondsLeft` is the token's remaining life by the database's clock. */
  put(hash: string, access: TokenAccess, { epoch, at }: Lookup, secondsLeft: number): void {
    const { tenantId, clientId } = access.actor;
    const diesAt = at + Math.min(TTL_MS, secondsLeft * 1_000);
    this.#entries.delete(hash);
    this.#entries.set(hash, { access, clientKey: `${tenantId}/${clientId}`, epoch, diesAt });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= ENTRIES_MAX) break;
      this.#entries.delete(oldest);
    }
    this.#dropOldStamps();
  }

  evict({ kind, id }: RevocationEvent): void {
    this.#epoch += 1;
    this.#dropOldStamps();
    if (kind === "all" || this.#stamps.size >= STAMPS_MAX) {
      this.#allEpoch = this.#epoch;
      this.#entries.clear();
      this.#stamps.clear();
      return;
    }
    this.#stamps.delete(id);
    this.#stamps.set(id, { epoch: this.#epoch, at: this.#now() });
  }

  #isEvicted({ access: { actor }, clientKey, epoch }: Entry): boolean {
    if (this.#allEpoch > epoch) return true;
    if (this.#stamps.size === 0) return false;
    const { grantId, membershipId, personId, tenantId } = actor;
    return [grantId, membershipId, personId, tenantId, clientKey].some(
      (id) => (this.#stamps.get(id)?.epoch ?? 0) > epoch,
    );
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
