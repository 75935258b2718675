import "#server-only";
import { listSignInWays } from "#lib/identity/list-sign-in-ways.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { readMember } from "./internal/members/read-member.ts";
import { type Member, toMember } from "./internal/members/to-member.ts";

/** One person of the organisation. Throws `not_found` for whoever does not belong to it, or not any more. */
export const getMember = Object.assign(
  async (actor: MemberActor, raw: unknown): Promise<Member> => {
    const { row, use, companyId } = await readMember(actor, raw);
    const ways = await listSignInWays([row.personId]);
    return toMember(row, { use, way: ways.get(row.personId), companyId });
  },
  { action: readMember.action, permission: readMember.permission },
);
