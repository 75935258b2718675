import "#server-only";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { findSession, type Session } from "./find-session.ts";
import { readCookie, writeSession } from "./internal/cookies.ts";
import { moveEnd } from "./internal/sessions/store.ts";
import { addMinutes, SESSION_LAST_MINUTES, toLaterEnd } from "./policy.ts";

/**
 * In the last `SESSION_LAST_MINUTES` of this browser's session gives it `SESSION_EXTENSION_HOURS` more, up to
 * `SESSION_EXTENSIONS_MAX` times (WCAG 2.2, 2.2.1). Answers the session as it is then, and the Set-Cookie value with its
 * end, also where nothing was given: an answer that was lost can be asked for again. Null when there is no session.
 */
export async function extendSession(
  cookieHeader: string | null,
  now: Date = new Date(),
): Promise<{ session: Session; setCookie: string } | null> {
  const token = readCookie("session", cookieHeader);
  const before = await findSession(cookieHeader, now);
  if (!token || !before) return null;
  const isLast = before.endsAt <= addMinutes(now, SESSION_LAST_MINUTES);
  const later = isLast ? toLaterEnd(before) : null;
  if (later) await moveEnd(sha256Hex(token), { from: before.endsAt, to: later });
  const session = later ? await findSession(cookieHeader, now) : before;
  return session && { session, setCookie: writeSession(token, { endsAt: session.endsAt, now }) };
}
