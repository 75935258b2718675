import "#server-only";
import { type MembershipId, newId, type PersonId, type TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { MEMBERS_MAX, OWNED_MAX } from "../../policy.ts";
import { closeInvitationsOf, lockInvitations } from "../invitations/store.ts";
import { closeRequestsOf } from "../requests/store.ts";
import { addMembership, countMembers, countOwned, lockMemberOf, reviveMembership, type Tx } from "./store.ts";

export type Joining = { personId: PersonId; email: string; name: string; role: Role };
export type JoinRefusal = "member" | "suspended" | "full" | "owns_too_many";

/**
 * Why this person cannot become a member, or null. Whoever joins or invites here waits until the caller's transaction
 * ends, so the answer holds until then.
 */
export async function findJoinRefusal(
  tx: Tx,
  tenantId: TenantId,
  { personId, role }: Pick<Joining, "personId" | "role">,
): Promise<JoinRefusal | null> {
  await lockInvitations(tx, tenantId);
  const known = await lockMemberOf(tx, tenantId, personId);
  if (known?.status === "active") return "member";
  if (known?.status === "suspended") return "suspended";
  if ((await countMembers(tx, tenantId)) >= MEMBERS_MAX) return "full";
  const isOneTooMany = role === "owner" && (await countOwned(tx, personId)) >= OWNED_MAX;
  return isOneTooMany ? "owns_too_many" : null;
}

/**
 * Makes somebody a member whom nothing refuses; who was removed gets their old row. Whatever else waited for them to join
 * is closed with it.
 */
export async function admitPerson(
  tx: Tx,
  tenantId: TenantId,
  { by, ...person }: Joining & { by: PersonId },
): Promise<MembershipId> {
  const { personId, email } = person;
  const known = await lockMemberOf(tx, tenantId, personId);
  const id = known?.id ?? newId<MembershipId>();
  if (known) await reviveMembership(tx, tenantId, { id, ...person });
  else await addMembership(tx, tenantId, { id, ...person });
  const closing = { by, now: new Date() };
  await closeInvitationsOf(tx, tenantId, { email, ...closing });
  await closeRequestsOf(tx, tenantId, { personId, ...closing });
  return id;
}
