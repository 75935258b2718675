import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import type { MembershipId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { changeSeenMember } from "./internal/members/change-seen-member.ts";
import { missingMember, ownsTooMany } from "./internal/members/refusals.ts";
import { countOwned, findMember } from "./internal/members/store.ts";
import { OWNED_MAX } from "./policy.ts";
import { ChangeRoleInput } from "./schema.ts";

/**
 * Gives a member another role; it holds from the next call of each of their connections on. Nobody gives a role above
 * their own, and the last owner stays one. Throws `not_found`, `forbidden`, `conflict`, `precondition_failed` for
 * somebody who owns thirty organisations.
 */
export const changeRole = hearAtOnce(
  command({
    action: "member.change-role",
    permission: "member:write",
    input: ChangeRoleInput,
    async run({ tx, actor }, { id, version, role }) {
      if (role === "owner") {
        const member = await findMember(tx, actor.tenantId, id as MembershipId);
        if (!member) throw missingMember();
        const owned = await countOwned(tx, member.personId);
        if (member.role !== "owner" && owned >= OWNED_MAX) throw ownsTooMany();
      }
      const before = await changeSeenMember(tx, actor, { id, version, to: { role } });
      return {
        result: { name: before.name, before: before.role, role, version: version + 1 },
        audit: { target: before.personId, before: { role: before.role }, after: { role } },
      };
    },
  }),
);
