import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { queueMail } from "#lib/platform/outbox/queue-mail.ts";
import { command } from "#lib/verbs/command.ts";
import { changeSeenMember } from "./internal/members/change-seen-member.ts";
import { requireAnother } from "./internal/members/require-another.ts";
import { writeEndedMail } from "./internal/members/write-ended-mail.ts";
import { SeenMemberInput } from "./schema.ts";

/**
 * Takes somebody out of the organisation: their connections, the Trinity keys they gave, their open streams and what they
 * invited to end with it. Throws `not_found`, `forbidden`, `conflict` (also for oneself and the last owner).
 */
export const removeMember = hearAtOnce(
  command({
    action: "member.remove",
    permission: "member:write",
    input: SeenMemberInput,
    async run({ tx, actor }, { id, version }) {
      requireAnother(actor, id);
      const before = await changeSeenMember(tx, actor, { id, version, to: { status: "removed" } });
      const { tenantId } = actor;
      const mail = writeEndedMail(actor, "removed");
      await queueMail(tx, { tenantId, kind: "member-removed", to: before.email, mail });
      const { role, status } = before;
      return {
        result: { name: before.name },
        audit: { target: before.personId, before: { role, status }, after: { status: "removed" } },
      };
    },
  }),
);
