import "#server-only";
import { randomBytes } from "node:crypto";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { readCookie, writeSession } from "./internal/cookies.ts";
import { replaceToken } from "./internal/sessions/store.ts";

/**
 * Gives this browser's session a new value after what it may do has changed; the old value is nobody's from then on.
 * Answers the Set-Cookie value, or null when there was no session to rotate.
 */
export async function rotateSession(
  cookieHeader: string | null,
  now: Date = new Date(),
): Promise<string | null> {
  const old = readCookie("session", cookieHeader);
  if (!old) return null;
  const token = randomBytes(32).toString("base64url");
  const endsAt = await replaceToken(sha256Hex(old), sha256Hex(token), now);
  return endsAt && writeSession(token, { endsAt, now });
}
