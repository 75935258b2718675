import "#server-only";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { currentOrigin } from "#lib/platform/limits/peer-address.ts";
import type { OwnMembership } from "../store.ts";

type Known = Pick<OwnMembership, "tenantId" | "slug" | "name" | "membershipId" | "role">;

export function toMemberActor(person: PersonActor, membership: Known): MemberActor {
  const { personId, email, signedInBy, boundTo } = person;
  const from = currentOrigin();
  const { tenantId, slug, name, membershipId, role } = membership;
  return {
    kind: "member",
    personId,
    email,
    tenantId,
    tenantSlug: slug,
    tenantName: name,
    membershipId,
    role,
    ...(signedInBy !== undefined && { signedInBy }),
    ...(boundTo !== undefined && { isReviewer: true as const }),
    ...(from && { from }),
  };
}
