import "#server-only";
import { Pool } from "undici";
import { guardLookup } from "./guard-lookup.ts";
import type { ResolveHost } from "./resolve-host.ts";

const CONNECT_TIMEOUT_MS = 10_000;
const CONNECTIONS_MAX = 256;
const POOLS_MAX = 1_024;

export type PoolKey = { pool: string; origin: string; isAllowed: boolean };
export type PoolOptions = { resolve: ResolveHost; poolsMax?: number; lookupTimeoutMs?: number };

/** Sockets by (caller's key, origin): one tenant never writes to a socket another tenant opened. */
export class Pools {
  readonly #pools = new Map<string, Pool>();
  readonly #options: PoolOptions;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#pools.size;
  }

  /** The pool of that key, made at first use. The one unused longest is closed when there are too many. */
  open(key: PoolKey): Pool {
    const name = `${key.isAllowed ? "allowed" : "public"} ${key.origin} ${key.pool}`;
    const known = this.#pools.get(name);
    if (known !== undefined) {
      this.#pools.delete(name);
      this.#pools.set(name, known);
      return known;
    }
    const made = this.#make(key);
    this.#pools.set(name, made);
    this.#evict();
    return made;
  }

  /** Ends every socket at once; calls under way fail as unreachable. */
  async destroy(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  /** Closing waits for the answers still streaming, so nobody loses one to another tenant's traffic. */
  #evict(): void {
    const [oldest] = this.#pools;
    if (this.#pools.size <= (this.#options.poolsMax ?? POOLS_MAX) || oldest === undefined) return;
    this.#pools.delete(oldest[0]);
    oldest[1].close().catch(() => oldest[1].destroy());
  }

  // A Pool of our own reads neither the global dispatcher nor the proxy environment. HTTP/2 is off because it may
  // merge origins on one connection.
  #make({ origin, isAllowed }: PoolKey): Pool {
    const { resolve, lookupTimeoutMs } = this.#options;
    const timeout = lookupTimeoutMs === undefined ? {} : { timeoutMs: lookupTimeoutMs };
    return new Pool(origin, {
      connections: CONNECTIONS_MAX,
      pipelining: 1,
      allowH2: false,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: {
        lookup: guardLookup({ isAllowed, resolve, ...timeout }),
        timeout: CONNECT_TIMEOUT_MS,
        rejectUnauthorized: true,
      },
    });
  }
}
