import "#server-only";
import { makeClientRequest } from "#lib/grants/make-client-request.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { findConsentRequest } from "./find-consent-request.ts";

const ASKED = { points: 10, durationSeconds: 24 * 60 * 60 } as const;

/**
 * Asks the organisation's admins for the app whose request waits in this browser: what it is and where it goes is read
 * from that request, never from a form. The request stays to be answered. Ten a person and day; `not_found` for one that
 * is over, else as `makeClientRequest`.
 */
export async function askForClient(
  actor: MemberActor,
  { uid, cookieHeader, reason }: { uid: string; cookieHeader: string | null; reason: string },
): Promise<{ isNew: boolean }> {
  const request = await findConsentRequest(uid, cookieHeader);
  if (request === null) {
    throw new DomainError("not_found", "This request has expired. Press Connect in your app again.");
  }
  await consumeLimit("client-request", `${actor.tenantId} ${actor.personId}`, ASKED);
  const { client, redirectHost } = request;
  const { id, name, identity, isReviewed } = client;
  return await makeClientRequest(actor, { client: { id, name, identity, isReviewed }, redirectHost, reason });
}
