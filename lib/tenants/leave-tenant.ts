import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { command } from "#lib/verbs/command.ts";
import { changeSeenMember } from "./internal/members/change-seen-member.ts";
import { missingMember } from "./internal/members/refusals.ts";
import { findMember } from "./internal/members/store.ts";
import { LeaveTenantInput } from "./schema.ts";

/** The actor leaves; their connections and keys here end with it. Throws `conflict` for the last owner. */
export const leaveTenant = hearAtOnce(
  command({
    action: "member.leave",
    permission: "member:leave",
    input: LeaveTenantInput,
    async run({ tx, actor }) {
      const own = await findMember(tx, actor.tenantId, actor.membershipId);
      if (!own) throw missingMember();
      await changeSeenMember(tx, actor, { id: own.id, version: own.version, to: { status: "removed" } });
      return {
        result: { name: actor.tenantName },
        audit: { target: actor.personId, before: { role: own.role }, after: { status: "removed" } },
      };
    },
  }),
);
