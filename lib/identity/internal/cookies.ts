import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";

type CookieName = "session" | "sign-in" | "provider" | "known";

/** `__Host-` binds a cookie to this very origin; browsers accept the prefix only with Secure, so not on plain http. */
export function toCookieName(name: CookieName): string {
  return isSecure() ? `__Host-connect.${name}` : `connect.${name}`;
}

export function isSecure(): boolean {
  return getConfig().publicUrl.startsWith("https:");
}

/** A Set-Cookie value with every flag of ours; `seconds` 0 removes the cookie. */
export function writeCookie(name: CookieName, value: string, seconds: number): string {
  const flags = `Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isSecure() ? "; Secure" : ""}`;
  return `${toCookieName(name)}=${value}; ${flags}`;
}

/** The cookie's value, or null. Of two with the same name none is believed: one of them was planted. */
export function readCookie(name: CookieName, cookieHeader: string | null): string | null {
  const prefix = `${toCookieName(name)}=`;
  const found = (cookieHeader ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix));
  const [only, another] = found;
  return only === undefined || another !== undefined ? null : only.slice(prefix.length) || null;
}
