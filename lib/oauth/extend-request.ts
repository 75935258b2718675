import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { findInteraction, writeRequestCookies } from "./internal/browser-context.ts";
import { readWaitingCookie, writeWaitingCookie } from "./internal/waiting-cookie.ts";
import { isExtendable, REQUEST_MINUTES, type RequestStep } from "./policy.ts";
import { extendInteraction } from "./store.ts";

/**
 * Gives a request at that step `REQUEST_MINUTES` from now, for its own browser, up to `REQUEST_MINUTES_MAX` after it began
 * (WCAG 2.2, 2.2.1). Returns the cookies to set, or that browser would forget the request first. Throws `not_found` for
 * every other request, and changes nothing.
 */
export async function extendRequest(
  uid: string,
  cookieHeader: string | null,
  step: RequestStep = "asked",
): Promise<string[]> {
  const interaction = await findInteraction(uid, cookieHeader);
  const seconds = REQUEST_MINUTES * 60;
  const exp = Math.floor(Date.now() / 1000) + seconds;
  const isExtended =
    interaction !== null &&
    isExtendable(interaction) &&
    (await extendInteraction(uid, { step, before: interaction.exp, exp, ttlSeconds: seconds }));
  if (!isExtended) {
    throw new DomainError("not_found", "This request has expired. Press Connect in your app again.");
  }
  const cookies = await writeRequestCookies(interaction, seconds);
  if (step === "allowed") return cookies;
  const waiting = readWaitingCookie(cookieHeader);
  // One that names a newer request stays: it tells of the last that was opened.
  return waiting === null || waiting === uid ? [...cookies, writeWaitingCookie(uid)] : cookies;
}
