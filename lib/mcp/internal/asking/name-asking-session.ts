import "#server-only";
import type { GrantId } from "#lib/kernel/ids.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";

const LIFE_SECONDS = 24 * 3_600;

/**
 * What stands for a session where a client has none: in 2026-07-28 all requests of one connection that declare the same
 * share an upstream session of their own, in every process.
 */
export function nameAskingSession(
  grantId: GrantId,
  capabilities: JsonObject,
): { mcpSessionId: string; expiresAt: number } {
  const hash = sha256Hex(`asking ${grantId} ${JSON.stringify(capabilities)}`);
  // A UUID of our own making (RFC 9562 section 5.8).
  const [a, b, c, d] = [hash.slice(0, 8), hash.slice(8, 12), hash.slice(13, 16), hash.slice(17, 20)];
  return {
    mcpSessionId: `${a}-${b}-8${c}-8${d}-${hash.slice(20, 32)}`,
    expiresAt: Math.floor(Date.now() / 1_000) + LIFE_SECONDS,
  };
}
