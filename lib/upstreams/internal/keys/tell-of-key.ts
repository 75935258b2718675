import "#server-only";
import type { PersonId, TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import type { MailContent } from "#lib/platform/outbox/mail.ts";
import { queueMail } from "#lib/platform/outbox/queue-mail.ts";
import type { Tx } from "../../store.ts";
import { findConcerned } from "./store.ts";
import { writeDeadKeyMail, writeOwnKeyMail, writeWellKeyMail } from "./write-key-mail.ts";

type Told = { tenantId: TenantId; upstreamId: UpstreamId; ownerId: PersonId | null };

/** Mails those who can replace a key that it is dead, or taken again: its owner, or the organisation's owners and admins. */
export async function tellOfKey(
  tx: Tx,
  { tenantId, upstreamId, ownerId }: Told,
  state: "dead" | "well",
): Promise<void> {
  const concerned = await findConcerned(tx, tenantId, { upstreamId, ownerId });
  if (concerned === null) return;
  const { addresses, ...names } = concerned;
  const mail = write({ ...names, upstreamId }, ownerId, state);
  if (mail === null) return;
  for (const to of addresses) await queueMail(tx, { tenantId, kind: `key-${state}`, to, mail });
}

function write(
  subject: Parameters<typeof writeDeadKeyMail>[0],
  ownerId: PersonId | null,
  state: "dead" | "well",
): MailContent | null {
  if (ownerId !== null) return state === "dead" ? writeOwnKeyMail(subject) : null;
  return state === "dead" ? writeDeadKeyMail(subject) : writeWellKeyMail(subject);
}
