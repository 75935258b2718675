import "#server-only";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { isUuid, type TenantId } from "#lib/kernel/ids.ts";
import { noteActive } from "./internal/members/note-active.ts";
import { toMemberActor } from "./internal/to-member-actor.ts";
import { findOwnMembership } from "./store.ts";

/**
 * As `resolveMemberActor`, by the organisation's id; any text may be given. How somebody signed in is not asked: it is for
 * what is theirs, such as ending a connection of their own.
 */
export async function resolveMemberActorById(person: PersonActor, tenantId: string): Promise<MemberActor> {
  const membership = isUuid(tenantId)
    ? await findOwnMembership(person.personId, { id: tenantId as TenantId })
    : null;
  if (membership?.state !== "active") {
    throw new DomainError("not_found", "There is no such organisation, or you do not belong to it.");
  }
  await noteActive(membership);
  return toMemberActor(person, membership);
}
