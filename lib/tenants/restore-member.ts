import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { command } from "#lib/verbs/command.ts";
import { changeSeenMember } from "./internal/members/change-seen-member.ts";
import { SeenMemberInput } from "./schema.ts";

/** Lets a suspended member in again with the role they had; they connect their apps anew. */
export const restoreMember = hearAtOnce(
  command({
    action: "member.restore",
    permission: "member:write",
    input: SeenMemberInput,
    async run({ tx, actor }, { id, version }) {
      const before = await changeSeenMember(tx, actor, { id, version, to: { status: "active" } });
      return {
        result: { name: before.name },
        audit: { target: before.personId, before: { status: before.status }, after: { status: "active" } },
      };
    },
  }),
);
