import "#server-only";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { noteActive } from "./internal/members/note-active.ts";
import { toMemberActor } from "./internal/to-member-actor.ts";
import { isSlug } from "./schema.ts";
import { findOwnMembership } from "./store.ts";

/**
 * This person as a member of the organisation with that slug. Throws `not_found` alike for an organisation that does
 * not exist, for one they do not belong to and for what can be no slug.
 */
export async function resolveMemberActor(person: PersonActor, slug: string): Promise<MemberActor> {
  const membership = isSlug(slug) ? await findOwnMembership(person.personId, { slug }) : null;
  if (!membership) {
    throw new DomainError("not_found", "There is no such organisation, or you do not belong to it.");
  }
  await noteActive(membership);
  return toMemberActor(person, membership);
}
