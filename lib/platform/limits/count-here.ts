import "#server-only";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { once } from "../registry/once.ts";
import type { LimitOptions } from "./open-limiter.ts";

/**
 * Counts one use of `key` in this process alone: no query, so also where a connection is already held. Null within the
 * limit, else the seconds to wait.
 */
export async function countHere(
  name: string,
  key: string,
  { points, durationSeconds }: LimitOptions,
): Promise<number | null> {
  const limiter = once(
    `limits.here.${name}.${points}.${durationSeconds}`,
    () => new RateLimiterMemory({ keyPrefix: name, points, duration: durationSeconds }),
  );
  const count = await limiter.penalty(key);
  return count.consumedPoints > points ? Math.max(1, Math.ceil(count.msBeforeNext / 1000)) : null;
}
