import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { findInvitations } from "./internal/invitations/store.ts";
import { SENDS_MAX } from "./policy.ts";
import { ListInvitationsInput } from "./schema.ts";

const PAGE = 50;

export type PendingInvitation = Awaited<ReturnType<typeof listInvitations>>["invitations"][number];

/** The invitations that wait, newest first, fifty at a time; expired ones too, until somebody revokes them. */
export const listInvitations = query({
  action: "invitation.list",
  permission: "member:read",
  input: ListInvitationsInput,
  async run({ tx, actor }, filter) {
    const now = new Date();
    const rows = await findInvitations(tx, actor.tenantId, { ...filter, limit: PAGE });
    const invitations = rows.slice(0, PAGE).map((row) => ({
      id: row.id,
      email: row.email,
      role: row.role,
      note: row.note,
      inviter: row.inviter.name,
      sentAt: row.sentAt,
      expiresAt: row.expiresAt,
      isExpired: row.expiresAt <= now,
      canResend: row.sentCount < SENDS_MAX,
    }));
    return { invitations, nextCursor: rows.length > PAGE ? (invitations.at(-1)?.id ?? null) : null };
  },
});
