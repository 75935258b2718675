import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { MembershipId, PersonId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { canGive, listGivable } from "../../policy.ts";
import { revokeInvitationsBy } from "../invitations/store.ts";
import { changedMeanwhile, lastOwner, missingMember, outranked } from "./refusals.ts";
import { findMember, lockMemberOf, lockOwners, type MemberRecord, type Tx, updateMember } from "./store.ts";

type Change = {
  id: string;
  version: number;
  to: { role: Role } | { status: "active" | "suspended" | "removed" };
};

/**
 * The one way a member's role or status changes. Owners are locked first, so that the last one stays whatever happens at
 * once; the actor's own standing is read again under the lock. What the member may invite to no longer is revoked.
 * Throws `not_found`, `forbidden` for a role the actor may not give or take, `conflict` for the last owner and for a row
 * that is not the one they saw.
 */
export async function changeSeenMember(
  tx: Tx,
  actor: MemberActor,
  { id, version, to }: Change,
): Promise<MemberRecord> {
  const { tenantId, personId } = actor;
  const owners = await lockOwners(tx, tenantId);
  const own = await lockMemberOf(tx, tenantId, personId);
  const before = await findMember(tx, tenantId, id as MembershipId);
  if (!before) throw missingMember();
  const isSelf = before.personId === personId;
  if (own?.status !== "active") throw outranked();
  if (!isSelf && !canGive(own, before.role)) throw outranked();
  if ("role" in to && !(isSelf && to.role !== "owner") && !canGive(own, to.role)) throw outranked();
  const staysOwner = "role" in to ? to.role === "owner" : to.status === "active";
  if (owners.includes(before.id) && owners.length === 1 && !staysOwner) throw lastOwner();
  const data = "role" in to ? to : { status: to.status, statusBy: personId, statusAt: new Date() };
  if (!(await updateMember(tx, tenantId, { id: before.id, version, data }))) throw changedMeanwhile();
  await revokeWhatTheySent(tx, actor, { before, givable: "role" in to ? listGivable(to.role) : [] });
  return before;
}

async function revokeWhatTheySent(
  tx: Tx,
  { tenantId, personId }: { tenantId: MemberActor["tenantId"]; personId: PersonId },
  { before, givable }: { before: MemberRecord; givable: readonly Role[] },
): Promise<void> {
  await revokeInvitationsBy(tx, tenantId, {
    invitedBy: before.id,
    givable,
    by: personId,
    now: new Date(),
  });
}
