import "#server-only";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { readCookie, writeCookie } from "./internal/cookies.ts";
import { deleteSession } from "./store.ts";

/** Ends the browser's session, if it has one, and answers the Set-Cookie value that removes the cookie. */
export async function endSession(cookieHeader: string | null): Promise<string> {
  const token = readCookie("session", cookieHeader);
  if (token) await deleteSession(sha256Hex(token));
  return writeCookie("session", "", 0);
}
