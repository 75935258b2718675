import { z } from "zod";
import { MADE_UP_DOMAIN } from "../kernel/made-up-domain.ts";

const ADDRESS_LENGTH_MAX = 254;
const LOCAL_PART_LENGTH_MAX = 64;
const INPUT_LENGTH_MAX = 1000;
const LOCAL_PART = /^[a-z0-9_+'&=~#$*-]+(?:\.[a-z0-9_+'&=~#$*-]+)*$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
// It travels in a cookie, and percent-encoding only makes it longer.
const NEXT_LENGTH_MAX = 1000;
// A base that no real address shares; only paths that stay on it are ours.
const OWN_ORIGIN = "http://own.invalid";

/**
 * The one form of an e-mail address that everything compares, stores and writes to: trimmed, NFKC, lower case.
 * Null for anything that mail programs could read in two ways: quotes, comments, several addresses, look-alike `@`,
 * routing characters, numeric or one-word hosts (RFC 5321 section 4.1.2, far narrower).
 */
export function normalizeAddress(value: unknown): string | null {
  if (typeof value !== "string" || value.length > INPUT_LENGTH_MAX) return null;
  const trimmed = value.trim();
  const address = trimmed.normalize("NFKC").toLowerCase();
  const parts = address.split("@");
  const [localPart, domain] = parts;
  // An `@` that only NFKC made was another character when the person, or a mail program, read it.
  if (parts.length !== 2 || trimmed.split("@").length !== 2 || !localPart || !domain) return null;
  const isShort = address.length <= ADDRESS_LENGTH_MAX && localPart.length <= LOCAL_PART_LENGTH_MAX;
  return isShort && LOCAL_PART.test(localPart) && DOMAIN.test(domain) ? address : null;
}

/** The part of a normalised address after its `@`. */
export function domainOf(address: string): string {
  return address.slice(address.indexOf("@") + 1);
}

/** A mail domain in the one form addresses have, or null for what cannot be one. */
export function normalizeDomain(value: unknown): string | null {
  const address = typeof value === "string" ? normalizeAddress(`x@${value.trim()}`) : null;
  return address && domainOf(address);
}

/** The six digits somebody typed or pasted, spaces and dashes dropped; null for anything else. */
export function parseCode(value: unknown): string | null {
  if (typeof value !== "string" || value.length > 40) return null;
  const digits = value.normalize("NFKC").replace(/[\s\p{Dash}]/gu, "");
  return /^[0-9]{6}$/.test(digits) ? digits : null;
}

/** The address the directory's reviewer signs in with. It has no mailbox: the code is one an operator gave out. */
export const REVIEWER_ADDRESS = `reviewer@${MADE_UP_DOMAIN}`;

/** Whether that is what somebody typed. */
export function isReviewerAddress(typed: unknown): boolean {
  return normalizeAddress(typed) === REVIEWER_ADDRESS;
}

/** Longer than any spelling of a reviewer's code with its dashes. */
export const REVIEWER_CODE_LENGTH_MAX = 60;
const REVIEWER_CODE = /^[0-9A-HJKMNP-TV-Z]{25}$/;

/** A reviewer's code as it was made, whichever way it was typed (Crockford's base 32); null for anything else. */
export function parseReviewerCode(value: unknown): string | null {
  if (typeof value !== "string" || value.length > REVIEWER_CODE_LENGTH_MAX) return null;
  const code = value
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Dash}]/gu, "")
    .replace(/[IL]/g, "1")
    .replaceAll("O", "0");
  return REVIEWER_CODE.test(code) ? code : null;
}

/** Where to go after sign-in: a path on our own origin, or "/" for anything a browser could read as another host. */
export function parseNextPath(value: unknown): string {
  if (typeof value !== "string" || value.length > NEXT_LENGTH_MAX || !value.startsWith("/")) return "/";
  // Browsers drop tabs and newlines and read a backslash as a slash.
  if (/[\p{Cc}\\]/u.test(value) || !URL.canParse(value, OWN_ORIGIN)) return "/";
  const { origin, pathname, search, hash } = new URL(value, OWN_ORIGIN);
  // "/..//host" is a path until it is normalised.
  const isOurs = origin === OWN_ORIGIN && !value.startsWith("//") && !pathname.startsWith("//");
  const path = `${pathname}${search}${hash}`;
  return isOurs && path.length <= NEXT_LENGTH_MAX ? path : "/";
}

const NAME_LENGTH_MAX = 80;
/** Control, bidirectional and zero-width characters: they make a name read as another one. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/u;

/** The time zones somebody can choose, by region and city. */
export function listTimeZones(): string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
}

export const ProfileInput = z.strictObject({
  name: z
    .string()
    .transform((name) => name.normalize("NFKC").trim())
    .pipe(
      z
        .string()
        .min(1, { error: "Enter a name." })
        .max(NAME_LENGTH_MAX, { error: "Use at most 80 characters." })
        .refine((name) => !HIDDEN.test(name), { error: "Use visible characters only." }),
    ),
  timeZone: z.string().refine((zone) => listTimeZones().includes(zone), {
    error: "Choose a time zone from the list.",
  }),
});
