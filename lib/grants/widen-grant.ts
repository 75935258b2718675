import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import { lockAskedGrant, replaceGroups } from "./internal/step-up/store.ts";
import { isLiveMember, type Tx } from "./store.ts";

export type WidenedGrant = {
  id: GrantId;
  groups: string[];
  /** What it had before. */
  before: string[];
  app: { name: string; redirectHost: string };
};

/**
 * Adds groups to one live connection of the actor's own in the caller's transaction: only such as its calls were refused
 * for within 15 minutes. Nothing is taken away and no other connection changes. Effective at the connection's next call,
 * whether or not the app comes for its code. Throws `not_found` when there is no such connection or nothing was asked of
 * it, `invalid_input` when none of the groups was.
 */
export async function widenGrant(
  tx: Tx,
  { actor, id, groups: wanted }: { actor: MemberActor; id: GrantId; groups: readonly string[] },
): Promise<WidenedGrant> {
  const { tenantId, personId, membershipId } = actor;
  // First the membership, then its connection: in the order of whoever ends both.
  if (!(await isLiveMember(tx, tenantId, { membershipId, personId }))) throw gone();
  const grant = await lockAskedGrant(tx, tenantId, { id, personId });
  if (!grant) throw gone();
  const added = grant.askedGroups.filter((group) => wanted.includes(group));
  const groups = [...new Set([...grant.groups, ...added])];
  if (groups.length === grant.groups.length) {
    throw new DomainError(
      "invalid_input",
      "Nothing is ticked. Tick at least one tool group, or choose Deny.",
    );
  }
  if (!(await replaceGroups(tx, tenantId, { id, groups }))) throw gone();
  const { clientName: name, redirectHost } = grant;
  return { id, groups, before: grant.groups, app: { name, redirectHost } };
}

function gone(): DomainError {
  return new DomainError(
    "not_found",
    "This connection has ended or was changed meanwhile. Press Connect in your app again.",
  );
}
