import "#server-only";
import { z } from "zod";
import { listOfferedGroups } from "#lib/access/list-offered-groups.ts";
import { GroupIdSchema } from "#lib/catalog/schema.ts";
import { recordGrant } from "#lib/grants/record-grant.ts";
import { ClientIdentitySchema } from "#lib/grants/schema.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { findTenantByAddress } from "#lib/tenants/find-tenant-by-address.ts";
import { command } from "#lib/verbs/command.ts";
import { claimInteraction } from "./claim-interaction.ts";
import { type ConsentRequest, findConsentRequest } from "./find-consent-request.ts";
import { finishInteraction } from "./finish-interaction.ts";
import { saveProviderGrant } from "./save-provider-grant.ts";

/** Records the grant and its audit row together; `approveConsent` is the way in. */
export const recordApproval = command({
  action: "connection.approve",
  permission: "connection:approve",
  input: z.object({
    client: z.object({ id: z.string(), name: z.string(), identity: ClientIdentitySchema }),
    redirectHost: z.string(),
    resource: z.string(),
    groups: z.array(GroupIdSchema).min(1),
  }),
  async run({ tx, actor }, input) {
    const grant = await recordGrant(tx, { actor, ...input });
    const after = { client: input.client, redirectHost: input.redirectHost, groups: input.groups };
    return { result: grant, audit: { target: grant.id, after } };
  },
});

type Answer = { uid: string; cookieHeader: string | null; groups: readonly string[] };

/**
 * The person's yes: what they ticked, cut down to what their role may have at that address, becomes one new grant, and
 * the request is answered. Returns where the browser goes next. Of two answers at the same moment one wins; the other,
 * an expired request or another browser's is `not_found`. Throws `invalid_input` when nothing is left to allow.
 */
export async function approveConsent(actor: MemberActor, answer: Answer): Promise<string> {
  const { uid, cookieHeader } = answer;
  const request = await findConsentRequest(uid, cookieHeader);
  if (!request) throw expired();
  await requireOwnAddress(actor, request);
  const groups = await keepAllowed(actor, request, answer.groups);
  if (groups.length === 0) {
    throw new DomainError(
      "invalid_input",
      "Nothing is ticked. Tick at least one tool group, or choose Deny.",
    );
  }
  if (!(await claimInteraction(uid, cookieHeader))) throw expired();
  const { client, redirectHost, resourceUri } = request;
  const grant = await recordApproval(actor, {
    client: { id: client.id, name: client.name, identity: client.identity },
    redirectHost,
    resource: resourceUri,
    groups,
  });
  await saveProviderGrant({
    grantId: grant.id,
    accountId: actor.personId,
    clientId: client.id,
    resource: resourceUri,
    groups,
  });
  const finished = await finishInteraction(uid, cookieHeader, {
    accountId: actor.personId,
    grantId: grant.id,
  });
  return finished.location;
}

/** A form may name any group; only those offered to this person at this address count. */
async function keepAllowed(
  actor: MemberActor,
  request: ConsentRequest,
  ticked: readonly string[],
): Promise<string[]> {
  const offered = await listOfferedGroups(actor, { isSharedAddress: request.resource.kind === "shared" });
  const chosen = new Set(ticked);
  return offered.filter(({ id, locked }) => locked === null && chosen.has(id)).map(({ id }) => id);
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
