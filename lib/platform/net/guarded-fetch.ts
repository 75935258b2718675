import "#server-only";
import { once } from "../registry/once.ts";
import { checkHeaders, checkMethod } from "./check-headers.ts";
import { checkUrl } from "./check-url.ts";
import { Exchange } from "./exchange.ts";
import type { GuardedResponse } from "./guarded-response.ts";
import { toNetError } from "./net-error.ts";
import { Pools } from "./open-pool.ts";
import { resolveHost } from "./resolve-host.ts";

const TIMEOUT_MS = 30_000;
const BYTES_MAX = 8 * 1024 * 1024;

/**
 * `timeoutMs` bounds the time to the answer's headers (30 s), `totalTimeoutMs` everything (no bound unless given:
 * event streams live long). `maxBytes` bounds the body (8 MiB; Infinity for a stream). `pool` keeps sockets apart,
 * normally the tenant's id.
 */
export type GuardedFetchOptions = {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  signal?: AbortSignal;
  timeoutMs?: number;
  totalTimeoutMs?: number;
  maxBytes?: number;
  pool?: string;
};

/**
 * Fetches a URL somebody else chose: only public addresses, no redirect, no proxy, no compression, bounded time and
 * size. Throws `invalid_input`, `upstream_failed` or `upstream_timeout`; `netReasonOf` tells why. Nothing is retried.
 */
export function guardedFetch(url: string, options: GuardedFetchOptions = {}): Promise<GuardedResponse> {
  return fetchThrough(
    once("net.pools", () => new Pools({ resolve: resolveHost })),
    url,
    options,
  );
}

/** `guardedFetch` over pools of the caller's own; a test gives them its own resolver. */
export async function fetchThrough(
  pools: Pools,
  url: string,
  options: GuardedFetchOptions,
): Promise<GuardedResponse> {
  const { origin, path, isAllowed } = checkUrl(url);
  const method = checkMethod(options.method ?? "GET");
  const headers = checkHeaders(options.headers ?? {});
  const exchange = new Exchange({
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    totalTimeoutMs: options.totalTimeoutMs,
    maxBytes: options.maxBytes ?? BYTES_MAX,
    signal: options.signal,
  });
  if (!exchange.isDone) {
    try {
      const pool = pools.open({ pool: options.pool ?? "", origin, isAllowed });
      pool.dispatch({ path, method, headers, body: options.body ?? null }, exchange);
    } catch (error) {
      exchange.failWith(toNetError(error));
    }
  }
  return exchange.response;
}
