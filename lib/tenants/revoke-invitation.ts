import "#server-only";
import type { InvitationId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { missingInvitation, notWaiting } from "./internal/invitations/refusals.ts";
import { findInvitationRow, revokeInvitationRow } from "./internal/invitations/store.ts";
import { InvitationInput } from "./schema.ts";

/** Takes a waiting invitation back; its links are dead. Throws `not_found`, `conflict` when it does not wait any more. */
export const revokeInvitation = command({
  action: "invitation.revoke",
  permission: "member:write",
  input: InvitationInput,
  async run({ tx, actor: { tenantId, personId } }, input) {
    const id = input.id as InvitationId;
    const row = await findInvitationRow(tx, tenantId, id);
    if (!row) throw missingInvitation();
    const isRevoked = await revokeInvitationRow(tx, tenantId, { id, by: personId, now: new Date() });
    if (!isRevoked) throw notWaiting();
    const { email, role } = row;
    return { result: { email }, audit: { target: id, before: { email, role } } };
  },
});
