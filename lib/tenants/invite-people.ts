import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { type InvitationId, newId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { countRoom } from "./internal/invitations/count-room.ts";
import { findAdmitted } from "./internal/invitations/find-admitted.ts";
import { isFlooded } from "./internal/invitations/is-flooded.ts";
import { type AddressRefusal, judgeAddress } from "./internal/invitations/judge-address.ts";
import { parseAddresses } from "./internal/invitations/parse-addresses.ts";
import { sendInvitation } from "./internal/invitations/send-invitation.ts";
import { findPendingOf, lockInvitations } from "./internal/invitations/store.ts";
import { outranked } from "./internal/members/refusals.ts";
import { findMemberAddresses } from "./internal/members/store.ts";
import { canGive } from "./policy.ts";
import { InvitePeopleInput } from "./schema.ts";

export type InviteOutcome = "invited" | "resent" | "not_an_address" | AddressRefusal;
export type InviteResult = { address: string; outcome: InviteOutcome };

const AT_ONCE_MAX = 100;

/**
 * Invites everybody whose address was pasted to one role, each with a mail of their own, and says of each address what
 * became of it. An address that is invited already gets a fresh link with this role and note. Throws `forbidden` for a
 * role above the actor's, `invalid_input` for more than a hundred addresses.
 */
export const invitePeople = command({
  action: "invitation.send",
  permission: "member:write",
  input: InvitePeopleInput,
  async run({ tx, actor }, { addresses: text, role, note }) {
    const { tenantId } = actor;
    if (!canGive(actor, role)) throw outranked();
    const { addresses, others } = parseAddresses(text);
    if (addresses.length + others.length > AT_ONCE_MAX) {
      throw new DomainError("invalid_input", "That is too much at once. Paste at most 100 addresses.");
    }
    await lockInvitations(tx, tenantId);
    const now = new Date();
    const members = await findMemberAddresses(tx, tenantId, addresses);
    const pending = await findPendingOf(tx, tenantId, addresses);
    const isAdmitted = await findAdmitted(tx, tenantId);
    const room = await countRoom(tx, tenantId, now);
    const results: InviteResult[] = [];
    const sent: { target: InvitationId; email: string; isNew: boolean }[] = [];
    for (const email of addresses) {
      const known = pending.get(email);
      const judged = judgeAddress({
        isMember: members.has(email),
        isAdmitted: isAdmitted(email),
        sentCount: known?.sentCount ?? null,
        room: room - sent.filter(({ isNew }) => isNew).length,
      });
      const refusal = judged ?? ((await isFlooded(email)) ? "flooded" : null);
      results.push({ address: email, outcome: refusal ?? (known ? "resent" : "invited") });
      if (refusal !== null) continue;
      const id = known?.id ?? newId<InvitationId>();
      await sendInvitation(tx, actor, { id, isNew: !known, email, role, note, now });
      sent.push({ target: id, email, isNew: !known });
    }
    return {
      result: [...results, ...others.map((address) => ({ address, outcome: "not_an_address" as const }))],
      audit: sent.map(({ target, email }) => ({ target, after: { email, role } })),
    };
  },
});
