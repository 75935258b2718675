import "#server-only";
import { getConfig } from "../config/get-config.ts";

/** Whether browsers reach us by https, without which they take neither Secure nor a prefix. */
export function isSecure(): boolean {
  return getConfig().publicUrl.startsWith("https:");
}

/** `__Host-` binds a cookie to this very origin and every path of it (RFC 6265bis section 4.1.3.2); plain on http. */
export function toHostCookieName(name: string): string {
  return isSecure() ? `__Host-${name}` : name;
}

/** A Set-Cookie value with every flag of ours; `seconds` 0 removes the cookie. */
export function writeHostCookie(name: string, value: string, seconds: number): string {
  const flags = `Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isSecure() ? "; Secure" : ""}`;
  return `${toHostCookieName(name)}=${value}; ${flags}`;
}

/** The cookie's value, or null. Of two with the same name none is believed: one of them was planted. */
export function readHostCookie(name: string, cookieHeader: string | null): string | null {
  const prefix = `${toHostCookieName(name)}=`;
  const [only, another] = (cookieHeader ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix));
  return only === undefined || another !== undefined ? null : only.slice(prefix.length) || null;
}
