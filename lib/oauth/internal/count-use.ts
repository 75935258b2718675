import "#server-only";
import { isDomainError } from "#lib/kernel/errors.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import type { LimitOptions } from "#lib/platform/limits/open-limiter.ts";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";

export type Refused = { status: 429 | 503; headers: { "retry-after": string } };

/**
 * Counts one use of an open door, or says how it is refused. Counted by the caller's network unless another key is
 * given; not at all where the socket does not say who calls.
 */
export async function countUse(
  name: string,
  limit: LimitOptions,
  key: string | null = currentPeerAddress(),
): Promise<Refused | null> {
  if (key === null) return null;
  try {
    await consumeLimit(name, key, limit);
    return null;
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return {
      status: error.code === "limit_exceeded" ? 429 : 503,
      headers: { "retry-after": String(error.retryAfterSeconds ?? 5) },
    };
  }
}
