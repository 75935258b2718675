import "#server-only";
import type { InvitationId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { makeInvitationLink } from "./internal/invitations/invitation-link.ts";
import { missingInvitation, notWaiting } from "./internal/invitations/refusals.ts";
import { findInvitationRow, saveLinkHash } from "./internal/invitations/store.ts";
import { outranked } from "./internal/members/refusals.ts";
import { canGive } from "./policy.ts";
import { InvitationInput } from "./schema.ts";

/**
 * A link of a waiting invitation to hand over by another way than our mail. It is shown this once, works beside the one
 * in the mail, and replaces the one copied before. Throws `not_found`, `conflict` for one that cannot be accepted.
 */
export const copyInvitationLink = command({
  action: "invitation.copy-link",
  permission: "member:write",
  input: InvitationInput,
  async run({ tx, actor }, input) {
    const id = input.id as InvitationId;
    const row = await findInvitationRow(tx, actor.tenantId, id);
    if (!row) throw missingInvitation();
    if (!canGive(actor, row.role)) throw outranked();
    const { url, hash } = makeInvitationLink();
    const now = new Date();
    if (!(await saveLinkHash(tx, actor.tenantId, { id, linkHash: hash, now }))) throw notWaiting();
    return { result: { email: row.email, url }, audit: { target: id, after: { email: row.email } } };
  },
});
