import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { type GrantId, newId } from "#lib/kernel/ids.ts";
import { findVerdict } from "./internal/client-policy/find-verdict.ts";
import { isBlockedEverywhere, lockClient } from "./internal/client-policy/store.ts";
import { DAY_MS, GRANT_LIFETIME_MS, requireAllowed } from "./policy.ts";
import type { ClientIdentity } from "./schema.ts";
import { insertGrant, isLiveMember, type Tx } from "./store.ts";

export type NewGrant = {
  actor: MemberActor;
  client: { id: string; name: string; identity: ClientIdentity; isReviewed: boolean };
  redirectHost: string;
  /** The canonical resource the tokens will be for. */
  resource: string;
  groups: readonly string[];
  /** How long connections last in that organisation; never longer than the product's own. */
  daysMax?: number;
};

/**
 * Records one completed consent in the caller's transaction, for 180 days or `daysMax`. Throws `precondition_failed` when
 * the person has left the organisation, it is suspended or does not let the app in, or nobody here does, `invalid_input`
 * when nothing was allowed.
 */
export async function recordGrant(
  tx: Tx,
  { actor, client, redirectHost, resource, groups, daysMax = Infinity }: NewGrant,
): Promise<{ id: GrantId; expiresAt: Date }> {
  const { tenantId, membershipId, personId } = actor;
  if (groups.length === 0) {
    throw new DomainError("invalid_input", "Nothing is ticked. Choose at least one tool group, or deny.");
  }
  if (!(await isLiveMember(tx, tenantId, { membershipId, personId }))) {
    throw new DomainError(
      "precondition_failed",
      "You no longer belong to this organisation, or it is suspended. Ask one of its owners.",
    );
  }
  const { id: clientId, isReviewed } = client;
  await lockClient(tx, tenantId, { clientId, isDeciding: false });
  if (await isBlockedEverywhere(tx, clientId)) {
    throw new DomainError(
      "precondition_failed",
      "Whoever runs this server has blocked this app. Ask them why.",
    );
  }
  requireAllowed(await findVerdict(tx, tenantId, { clientId, isReviewed, redirectHost }));
  const id = newId<GrantId>();
  const expiresAt = new Date(Date.now() + Math.min(GRANT_LIFETIME_MS, daysMax * DAY_MS));
  await insertGrant(tx, tenantId, {
    id,
    membershipId,
    personId,
    clientId: client.id,
    clientName: client.name,
    clientIdentity: client.identity,
    redirectHost,
    resource,
    groups: [...groups],
    expiresAt,
  });
  return { id, expiresAt };
}
