import "#server-only";
import { readHostCookie, writeHostCookie } from "#lib/platform/cookies/host-cookie.ts";
import { signMac, verifyMac } from "#lib/platform/crypto/sign.ts";
import { REQUEST_MINUTES } from "../policy.ts";

const NAME = "connect_waiting";
const LABEL = "oauth/waiting";
const LIFETIME_SECONDS = REQUEST_MINUTES * 60;

/**
 * Tells our own pages in this browser which request still waits for its person. It opens nothing: a request is seen and
 * answered with the two cookies on its own paths alone.
 */
export function writeWaitingCookie(uid: string): string {
  return writeHostCookie(NAME, `${uid}.${signMac(LABEL, uid)}`, LIFETIME_SECONDS);
}

/** The id of the request that cookie names; null when we did not write it, or there are two and one was planted. */
export function readWaitingCookie(cookieHeader: string | null): string | null {
  const value = readHostCookie(NAME, cookieHeader);
  if (value === null) return null;
  const [uid = "", mac = ""] = value.split(".");
  return verifyMac(LABEL, uid, mac) ? uid : null;
}
