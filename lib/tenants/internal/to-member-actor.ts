import "#server-only";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { currentOrigin } from "#lib/platform/limits/peer-address.ts";
import type { OwnMembership } from "../store.ts";

type Known = Pick<OwnMembership, "tenantId" | "slug" | "name" | "membershipId" | "role">;

export function toMemberActor({ personId, email, signedInBy }: PersonActor, membership: Known): MemberActor {
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
    ...(from && { from }),
  };
}
