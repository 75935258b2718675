import "#server-only";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { revokeInvitationsBy } from "./internal/invitations/store.ts";
import { lastOwner } from "./internal/members/refusals.ts";
import { lockMemberOf, lockOwners, type MemberStatus } from "./internal/members/store.ts";
import { deleteTraces, eraseMembership, findPlace, type Tx } from "./internal/person/store.ts";
import { toMemberActor } from "./internal/to-member-actor.ts";
import { FORGOTTEN_NAME, isForgotten, toForgottenAddress } from "./policy.ts";

export type Forgotten = { actor: MemberActor; role: Role; status: MemberStatus };

/**
 * The tenants' part of deleting an account, in the caller's transaction: they leave, which ends their connections and
 * destroys their keys; their name and address are erased, what they sent is taken back, what waited for them is gone.
 * Answers who they were there, or null when there was no member, or nothing of one any more. Throws `conflict` for the last
 * owner of an organisation that is not deleted anyway.
 */
export async function forgetPerson(
  tx: Tx,
  tenantId: TenantId,
  { person, isOperator }: { person: PersonActor; isOperator: boolean },
): Promise<Forgotten | null> {
  const { personId } = person;
  const owners = await lockOwners(tx, tenantId);
  const member = await lockMemberOf(tx, tenantId, personId);
  await deleteTraces(tx, tenantId, person);
  const place = member && (await findPlace(tx, tenantId, personId));
  if (!place?.membership || isForgotten(place.membership.email)) return null;
  const { id, role, status } = place.membership;
  if (owners.length === 1 && owners[0] === id && place.deletedAt === null) throw lastOwner();
  await revokeInvitationsBy(tx, tenantId, { invitedBy: id, givable: [], by: personId, now: new Date() });
  await eraseMembership(tx, tenantId, {
    id,
    personId,
    name: FORGOTTEN_NAME,
    email: toForgottenAddress(id),
    by: isOperator ? null : personId,
  });
  const { slug, name } = place;
  return { actor: toMemberActor(person, { tenantId, slug, name, membershipId: id, role }), role, status };
}
