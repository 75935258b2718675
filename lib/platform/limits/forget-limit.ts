import "#server-only";
import { sha256Hex } from "../crypto/hash-secret.ts";
import { type LimitOptions, openLimiter } from "./open-limiter.ts";

/** Forgets what was counted against `key`: somebody proved who they are, so their earlier tries were honest. */
export async function forgetLimit(name: string, key: string, options: LimitOptions): Promise<void> {
  await openLimiter(name, options).delete(sha256Hex(key));
}
