import "#server-only";
import type { InvitationId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { isFlooded } from "./internal/invitations/is-flooded.ts";
import { flooded, missingInvitation, notWaiting, sentTooOften } from "./internal/invitations/refusals.ts";
import { sendInvitation } from "./internal/invitations/send-invitation.ts";
import { findInvitationRow } from "./internal/invitations/store.ts";
import { outranked } from "./internal/members/refusals.ts";
import { canGive, SENDS_MAX } from "./policy.ts";
import { InvitationInput } from "./schema.ts";

/**
 * Mails a waiting invitation once more, with a fresh link for seven days; the link of the mail before is dead. Throws
 * `not_found`, `conflict` when it does not wait any more, `limit_exceeded` after ten times, or twenty a day to one address.
 */
export const resendInvitation = command({
  action: "invitation.resend",
  permission: "member:write",
  input: InvitationInput,
  async run({ tx, actor }, input) {
    const id = input.id as InvitationId;
    const row = await findInvitationRow(tx, actor.tenantId, id);
    if (!row) throw missingInvitation();
    if (!canGive(actor, row.role)) throw outranked();
    if (row.sentCount >= SENDS_MAX) throw sentTooOften();
    if (await isFlooded(row.email)) throw flooded();
    const { email, role, note } = row;
    const isSent = await sendInvitation(tx, actor, { id, isNew: false, email, role, note, now: new Date() });
    if (!isSent) throw notWaiting();
    return { result: { email }, audit: { target: id, after: { email, role } } };
  },
});
