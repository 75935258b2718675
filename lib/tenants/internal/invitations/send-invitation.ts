import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { InvitationId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { queueMail } from "#lib/platform/outbox/queue-mail.ts";
import { INVITATION_MS } from "../../policy.ts";
import { makeInvitationLink } from "./invitation-link.ts";
import { insertInvitation, renewInvitation, type Tx } from "./store.ts";
import { writeInvitationMail } from "./write-invitation-mail.ts";

type Sending = {
  id: InvitationId;
  isNew: boolean;
  email: string;
  role: Role;
  note: string;
  now: Date;
};

/** Writes an invitation, or the one that waits anew, and queues its mail; false when it does not wait any more. */
export async function sendInvitation(
  tx: Tx,
  actor: MemberActor,
  { id, isNew, email, role, note, now }: Sending,
): Promise<boolean> {
  const { tenantId, membershipId } = actor;
  const { url, hash } = makeInvitationLink();
  const expiresAt = new Date(now.getTime() + INVITATION_MS);
  const data = { role, note, tokenHash: hash, invitedBy: membershipId, sentAt: now, expiresAt };
  if (isNew) await insertInvitation(tx, tenantId, { id, email, ...data });
  else if (!(await renewInvitation(tx, tenantId, { id, data }))) return false;
  const mail = writeInvitationMail({ actor, email, role, note, url });
  await queueMail(tx, { tenantId, kind: "invitation", to: email, mail });
  return true;
}
