import "#server-only";
import { readHostCookie, toHostCookieName, writeHostCookie } from "#lib/platform/cookies/host-cookie.ts";

type CookieName = "session" | "sign-in" | "provider" | "known";

const toBaseName = (name: CookieName) => `connect.${name}`;

export function toCookieName(name: CookieName): string {
  return toHostCookieName(toBaseName(name));
}

/** A Set-Cookie value; `seconds` 0 removes the cookie. */
export function writeCookie(name: CookieName, value: string, seconds: number): string {
  return writeHostCookie(toBaseName(name), value, seconds);
}

/** The Set-Cookie value of a session that ends then. */
export function writeSession(token: string, { endsAt, now }: { endsAt: Date; now: Date }): string {
  return writeCookie("session", token, Math.floor((endsAt.getTime() - now.getTime()) / 1000));
}

/** The cookie's value, or null where there is none or more than one. */
export function readCookie(name: CookieName, cookieHeader: string | null): string | null {
  return readHostCookie(toBaseName(name), cookieHeader);
}
