import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { hearAtOnce } from "./hear-at-once.ts";
import { lockAskedGrant, replaceGroups } from "./internal/step-up/store.ts";
import { WidenGrantInput } from "./schema.ts";
import { isLiveMember } from "./store.ts";

/**
 * Adds groups to one live connection of the actor's own: only such as its calls were refused for within 15 minutes.
 * Nothing is taken away and no other connection changes. Effective at the connection's next call, whether or not the
 * app comes for its code. Throws `not_found` when there is no such connection or nothing was asked of it,
 * `invalid_input` when none of the groups was.
 */
export const widenGrant = hearAtOnce(
  command({
    action: "connection.widen",
    permission: "connection:approve",
    input: WidenGrantInput,
    async run({ tx, actor }, input) {
      const { tenantId, personId, membershipId } = actor;
      const id = input.id as GrantId;
      // First the membership, then its connection: in the order of whoever ends both.
      if (!(await isLiveMember(tx, tenantId, { membershipId, personId }))) throw gone();
      const grant = await lockAskedGrant(tx, tenantId, { id, personId });
      if (!grant) throw gone();
      const added = grant.askedGroups.filter((group) => input.groups.includes(group));
      const groups = [...new Set([...grant.groups, ...added])];
      if (groups.length === grant.groups.length) {
        throw new DomainError(
          "invalid_input",
          "Nothing is ticked. Tick at least one tool group, or choose Deny.",
        );
      }
      if (!(await replaceGroups(tx, tenantId, { id, groups }))) throw gone();
      return {
        result: { id, groups },
        audit: { target: id, before: { groups: grant.groups }, after: { groups } },
      };
    },
  }),
);

function gone(): DomainError {
  return new DomainError(
    "not_found",
    "This connection has ended or was changed meanwhile. Press Connect in your app again.",
  );
}
