import "#server-only";
import { recordEvent } from "#lib/activity/record-event.ts";
import { requireAllowed } from "#lib/grants/policy.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { findTenantByAddress } from "#lib/tenants/find-tenant-by-address.ts";
import { claimInteraction } from "./claim-interaction.ts";
import { type ConsentRequest, findConsentRequest } from "./find-consent-request.ts";
import { findOffer } from "./find-offer.ts";
import { findRequestVerdict } from "./find-request-verdict.ts";
import { finishInteraction } from "./finish-interaction.ts";
import { keepAllowed } from "./keep-allowed.ts";
import { recordApproval } from "./record-approval.ts";
import { recordWidening } from "./record-widening.ts";
import { saveProviderGrant } from "./save-provider-grant.ts";

type Answer = {
  uid: string;
  cookieHeader: string | null;
  groups: readonly string[];
  /** The connection the page said would get more; without one a new connection is made. */
  widens?: string | null;
};

/**
 * The person's yes: what they ticked, cut down to what the page could offer them, becomes one new grant or is added to
 * the one the page named, and the request is answered. Returns where the browser goes next. Of two answers at the same
 * moment one wins; the other, an expired request or another browser's is `not_found`. Throws `invalid_input` when
 * nothing is left to allow, `precondition_failed` when the organisation does not let the app in, `conflict` when the
 * connection named is no longer the one to widen; all of them leave the request to be answered.
 */
export async function approveConsent(actor: MemberActor, answer: Answer): Promise<string> {
  const { uid, cookieHeader, widens = null } = answer;
  const request = await findConsentRequest(uid, cookieHeader);
  if (!request) throw expired();
  await requireOwnAddress(actor, request);
  const effectMax = requireAllowed(await findRequestVerdict(actor, request));
  const offer = await findOffer(actor, request, { isSeparate: widens === null, effectMax });
  if (widens !== null && offer.widens?.grantId !== widens) throw changed();
  const groups = keepAllowed(offer.offered, answer.groups);
  if (groups.length === 0) {
    throw new DomainError(
      "invalid_input",
      "Nothing is ticked. Tick at least one tool group, or choose Deny.",
    );
  }
  if (!(await claimInteraction(uid, cookieHeader))) throw expired();
  const grant = offer.widens
    ? await recordWidening(actor, { id: offer.widens.grantId, groups })
    : await recordNew(actor, request, groups);
  const { client, resourceUri: resource } = request;
  const { personId: accountId } = actor;
  await saveProviderGrant({
    grantId: grant.id,
    accountId,
    clientId: client.id,
    resource,
    groups: grant.groups,
  });
  const finished = await finishInteraction(uid, cookieHeader, { accountId, grantId: grant.id });
  const { personId, tenantId } = actor;
  recordEvent({ stage: "S6", outcome: "passed", interactionUid: uid, grantId: grant.id, personId, tenantId });
  return finished.location;
}

async function recordNew(
  actor: MemberActor,
  { client, redirectHost, resourceUri }: ConsentRequest,
  groups: string[],
): Promise<{ id: string; groups: string[] }> {
  const { id } = await recordApproval(actor, {
    client: {
      id: client.id,
      name: client.name,
      identity: client.identity,
      isReviewed: client.isReviewed,
    },
    redirectHost,
    resource: resourceUri,
    groups,
  });
  return { id, groups };
}

/** An organisation's own address gives tokens for that organisation alone. */
async function requireOwnAddress(actor: MemberActor, { resource }: ConsentRequest): Promise<void> {
  if (resource.kind === "shared") return;
  if ((await findTenantByAddress(resource.address)) !== actor.tenantId) {
    throw new DomainError(
      "not_found",
      "This address belongs to another organisation. Press Connect in your app again.",
    );
  }
}

function expired(): DomainError {
  return new DomainError("not_found", "This request has expired. Press Connect in your app again.");
}

function changed(): DomainError {
  return new DomainError(
    "conflict",
    "This connection was changed or ended since the page was opened. Look at the request again.",
  );
}
