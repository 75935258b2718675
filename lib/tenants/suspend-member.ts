import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { queueMail } from "#lib/platform/outbox/queue-mail.ts";
import { command } from "#lib/verbs/command.ts";
import { changeSeenMember } from "./internal/members/change-seen-member.ts";
import { requireAnother } from "./internal/members/require-another.ts";
import { writeEndedMail } from "./internal/members/write-ended-mail.ts";
import { SeenMemberInput } from "./schema.ts";

/**
 * Shuts a member out until `restoreMember`: their connections, the Trinity keys they gave and their open streams end
 * with it. Throws `not_found`, `forbidden`, `conflict` (also for oneself and the last owner).
 */
export const suspendMember = hearAtOnce(
  command({
    action: "member.suspend",
    permission: "member:write",
    input: SeenMemberInput,
    async run({ tx, actor }, { id, version }) {
      requireAnother(actor, id);
      const before = await changeSeenMember(tx, actor, { id, version, to: { status: "suspended" } });
      const { tenantId } = actor;
      const mail = writeEndedMail(actor, "suspended");
      await queueMail(tx, { tenantId, kind: "member-suspended", to: before.email, mail });
      return {
        result: { name: before.name },
        audit: {
          target: before.personId,
          before: { status: before.status },
          after: { status: "suspended" },
        },
      };
    },
  }),
);
