import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { sha256Hex } from "../crypto/hash-secret.ts";
import { type LimitOptions, openLimiter } from "./open-limiter.ts";

/**
 * Counts one use of `key`, in one statement that concurrent callers cannot slip past. Beyond the limit it throws
 * `limit_exceeded` with the seconds to wait; without the database, `unavailable`. Keys are stored as hashes.
 */
export async function consumeLimit(name: string, key: string, options: LimitOptions): Promise<void> {
  try {
    await openLimiter(name, options).consume(sha256Hex(key));
  } catch (error) {
    if (isRefusal(error)) {
      throw new DomainError("limit_exceeded", "There were too many tries. Wait a while, then try again.", {
        detail: name,
        retryAfterSeconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)),
      });
    }
    throw new DomainError("unavailable", "This cannot be checked right now. Try again in a minute.", {
      detail: name,
      cause: error,
    });
  }
}

/** By shape: the limiter may have been made by another copy of its module in this process. */
function isRefusal(error: unknown): error is { msBeforeNext: number } {
  return typeof error === "object" && error !== null && "msBeforeNext" in error;
}
