import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { signMac, verifyMac } from "#lib/platform/crypto/sign.ts";

const LABEL = "oauth/waiting";
const LIFETIME_SECONDS = 30 * 60;

/**
 * Tells our own pages in this browser which request still waits for its person. It opens nothing: a request is seen and
 * answered with the two cookies on its own paths alone.
 */
export function writeWaitingCookie(uid: string): string {
  const secure = isSecure() ? "; Secure" : "";
  const flags = `Path=/; Max-Age=${LIFETIME_SECONDS}; HttpOnly; SameSite=Lax${secure}`;
  return `${cookieName()}=${uid}.${signMac(LABEL, uid)}; ${flags}`;
}

/** The id of the request that cookie names; null when we did not write it, or there are two and one was planted. */
export function readWaitingCookie(cookieHeader: string | null): string | null {
  const prefix = `${cookieName()}=`;
  const [only, another] = (cookieHeader ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix));
  if (only === undefined || another !== undefined) return null;
  const [uid = "", mac = ""] = only.slice(prefix.length).split(".");
  return verifyMac(LABEL, uid, mac) ? uid : null;
}

/** Browsers take the prefix only from https, and then for this very host and every path of it. */
function cookieName(): string {
  return isSecure() ? "__Host-connect_waiting" : "connect_waiting";
}

function isSecure(): boolean {
  return getConfig().publicUrl.startsWith("https:");
}
