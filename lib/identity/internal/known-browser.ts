import "#server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { seal, unsealText } from "#lib/platform/crypto/seal.ts";
import { KNOWN_BROWSER_DAYS } from "../policy.ts";
import { readCookie, writeCookie } from "./cookies.ts";

const COOKIE = { label: "known-browser", aad: "sign-in/known" } as const;
const SECONDS = KNOWN_BROWSER_DAYS * 24 * 60 * 60;
const ADDRESSES_MAX = 4;
const KnownSchema = z.object({ device: z.uuid(), addresses: z.array(z.string()).max(ADDRESSES_MAX) });
type Known = z.output<typeof KnownSchema>;

/**
 * The browser's own name if somebody signed in here with that address before, else null. It opens nothing: it gives
 * that browser a code and an allowance of its own, so that strangers asking for codes lock nobody out of it.
 */
export function findKnownDevice(address: string, cookieHeader: string | null): string | null {
  const known = read(cookieHeader);
  return known?.addresses.includes(address) ? known.device : null;
}

/** The Set-Cookie value that remembers a sign-in with that address, beside the last three others. */
export function rememberAddress(address: string, cookieHeader: string | null): string {
  const known = read(cookieHeader) ?? { device: randomUUID(), addresses: [] };
  const others = known.addresses.filter((one) => one !== address);
  return toSetCookie({ device: known.device, addresses: [address, ...others].slice(0, ADDRESSES_MAX) });
}

/** The Set-Cookie value that forgets it again. Null where it was not remembered. */
export function forgetAddress(address: string, cookieHeader: string | null): string | null {
  const known = read(cookieHeader);
  if (!known?.addresses.includes(address)) return null;
  const addresses = known.addresses.filter((one) => one !== address);
  if (addresses.length === 0) return writeCookie("known", "", 0);
  return toSetCookie({ ...known, addresses });
}

function toSetCookie(value: Known): string {
  const sealed = seal(JSON.stringify(value), COOKIE);
  return writeCookie("known", Buffer.from(sealed).toString("base64url"), SECONDS);
}

function read(cookieHeader: string | null): Known | null {
  const value = readCookie("known", cookieHeader);
  const text = value && unsealText(Buffer.from(value, "base64url"), COOKIE);
  return text ? (KnownSchema.safeParse(JSON.parse(text)).data ?? null) : null;
}
