import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { revokeInvitationsBy } from "./internal/invitations/store.ts";
import { demoteToAdmin, promoteToOwner } from "./internal/lifecycle/store.ts";
import { ownsTooMany } from "./internal/members/refusals.ts";
import { countOwned } from "./internal/members/store.ts";
import { listGivable, OWNED_MAX } from "./policy.ts";
import { requireConfirmation } from "./require-confirmation.ts";
import { HandOverInput } from "./schema.ts";

/**
 * Makes a member an owner and the owner who does it an admin, both or neither; other owners stay. What the actor may
 * invite to no longer is revoked. Throws `not_found` for somebody who is no member or an owner already, `conflict` when
 * the actor is no owner any more, `precondition_failed` for somebody who owns thirty organisations.
 */
export const handOverTenant = command({
  action: "tenant.hand-over",
  permission: "tenant:hand-over",
  input: HandOverInput,
  async run({ tx, actor }, { email, confirmation }) {
    const { tenantId } = actor;
    const heir = await promoteToOwner(tx, tenantId, email);
    if (!heir) {
      throw new DomainError(
        "not_found",
        "Nobody with this address is an active member here who is no owner yet. Check it, or invite them first.",
      );
    }
    requireConfirmation(actor, confirmation);
    if (!(await demoteToAdmin(tx, tenantId, actor.membershipId))) {
      throw new DomainError("conflict", "You no longer own this organisation. Reload the page.");
    }
    if ((await countOwned(tx, heir.personId)) > OWNED_MAX) throw ownsTooMany();
    await revokeInvitationsBy(tx, tenantId, {
      invitedBy: actor.membershipId,
      givable: listGivable("admin"),
      by: actor.personId,
      now: new Date(),
    });
    return {
      result: { personId: heir.personId },
      audit: {
        target: heir.personId,
        before: { role: heir.role, formerOwner: actor.personId },
        after: { role: "owner", formerOwnerRole: "admin" },
      },
    };
  },
});
