import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { hearAtOnce } from "./hear-at-once.ts";
import { canEnd, canSee } from "./policy.ts";
import { NarrowGrantInput } from "./schema.ts";
import { findGrantToNarrow, narrowGroups } from "./store.ts";

/**
 * Takes groups away from one live connection, whoever may end it; what it had not it does not get. Effective at its next
 * call. Throws `not_found` for one the actor cannot see or that has ended, `forbidden` for one they only see, `conflict`
 * when it was changed since that version, `invalid_input` when nothing would be left or nothing is taken away.
 */
export const narrowGrant = hearAtOnce(
  command({
    action: "connection.narrow",
    permission: "connection:end-own",
    input: NarrowGrantInput,
    async run({ tx, actor }, { groups: kept, version, ...input }) {
      const id = input.id as GrantId;
      const grant = await findGrantToNarrow(tx, actor.tenantId, id);
      if (!grant || !canSee(actor, grant)) {
        throw new DomainError("not_found", "There is no such connection, or it has ended. Reload the list.");
      }
      if (!canEnd(actor, grant)) {
        throw new DomainError(
          "forbidden",
          "Your role can see this connection but not change it. Ask an admin.",
        );
      }
      if (grant.version !== version) throw changed();
      const groups = grant.groups.filter((group) => kept.includes(group));
      if (groups.length === 0) {
        throw new DomainError(
          "invalid_input",
          "Nothing is ticked. Keep at least one tool group, or disconnect it.",
        );
      }
      if (groups.length === grant.groups.length) {
        throw new DomainError("invalid_input", "Nothing was unticked. Untick what it may no longer use.");
      }
      if (!(await narrowGroups(tx, actor.tenantId, { id, version, groups }))) throw changed();
      return {
        result: { id, groups, version: version + 1 },
        audit: { target: id, before: { groups: grant.groups }, after: { groups } },
      };
    },
  }),
);

function changed(): DomainError {
  return new DomainError(
    "conflict",
    "This connection was changed or ended meanwhile. What you unticked is still here: compare and save again.",
  );
}
