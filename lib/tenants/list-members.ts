import "#server-only";
import { listSignInWays } from "#lib/identity/list-sign-in-ways.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { findMemberPage } from "./internal/members/find-member-page.ts";
import { type Member, toMember } from "./internal/members/to-member.ts";

export type { Member } from "./internal/members/to-member.ts";
export type MemberPage = { members: Member[]; nextCursor: string | null };

/** The organisation's people, by name unless told, fifty at a time, with how they sign in and what they use. */
export const listMembers = Object.assign(
  async (actor: MemberActor, raw: unknown): Promise<MemberPage> => {
    const { members, use, companyId, nextCursor } = await findMemberPage(actor, raw);
    const ways = await listSignInWays(members.map(({ personId }) => personId));
    return {
      members: members.map((row) =>
        toMember(row, { use: use.get(row.personId), way: ways.get(row.personId), companyId }),
      ),
      nextCursor,
    };
  },
  { action: findMemberPage.action, permission: findMemberPage.permission },
);
