import "#server-only";
import { recordEvent } from "#lib/activity/record-event.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { claimInteraction } from "./claim-interaction.ts";
import { finishInteraction } from "./finish-interaction.ts";

/**
 * The person's no: the app gets `access_denied` and nothing is recorded of it but the answer. Returns where the browser
 * goes next. Throws `not_found` for a request that expired, was answered or belongs to another browser.
 */
export async function denyConsent(uid: string, cookieHeader: string | null): Promise<string> {
  if (!(await claimInteraction(uid, cookieHeader))) {
    throw new DomainError("not_found", "This request has expired. Press Connect in your app again.");
  }
  const { location } = await finishInteraction(uid, cookieHeader, { error: "access_denied" });
  recordEvent({ stage: "S6", outcome: "failed", reason: "denied", interactionUid: uid });
  return location;
}
