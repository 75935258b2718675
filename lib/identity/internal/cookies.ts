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

/** The cookie's value, or null where there is none or more than one. */
export function readCookie(name: CookieName, cookieHeader: string | null): string | null {
  return readHostCookie(toBaseName(name), cookieHeader);
}
