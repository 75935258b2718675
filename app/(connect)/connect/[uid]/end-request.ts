import { makeAttemptKey } from "#lib/activity/make-attempt-key.ts";
import { recordEvent } from "#lib/activity/record-event.ts";

const UID = /^[\w-]{20,64}$/;

/** Where a request ends that expired, was answered or began in another browser; the page there names its attempt. */
export function endRequest(uid: string): string {
  if (!UID.test(uid)) return "/connect/expired";
  recordEvent({ stage: "S6", outcome: "failed", reason: "request_expired", interactionUid: uid });
  return `/connect/expired?attempt=${makeAttemptKey(uid).number}`;
}
