import "#server-only";
import { refuseBound } from "#lib/identity/refuse-bound.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import { hashInvitationToken } from "./internal/invitations/invitation-link.ts";
import { findPlace } from "./internal/invitations/store.ts";
import { fileRequest } from "./internal/requests/file-request.ts";
import { REQUESTS_PER_DAY } from "./policy.ts";
import { InvitationTokenInput } from "./schema.ts";

/**
 * Asks the admins of the organisation an invitation came from, which this person cannot accept, to let them join with the
 * account they are signed in with. Throws `limit_exceeded` after ten in a day, `forbidden` for the
 * reviewer.
 */
export async function requestByInvitation(person: PersonActor, raw: unknown): Promise<void> {
  refuseBound(person);
  const { token } = parseInput(InvitationTokenInput, raw);
  await consumeLimit("access-request", person.personId, REQUESTS_PER_DAY);
  const hash = hashInvitationToken(token);
  const place = hash === null ? null : await findPlace(hash);
  if (place) await fileRequest(person, place.tenantId, "");
}
