import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import type { MailContent } from "#lib/platform/outbox/mail.ts";
import { queueMail } from "#lib/platform/outbox/queue-mail.ts";
import type { Tx } from "../../store.ts";
import { findConcerned } from "../keys/store.ts";
import { claimDown, claimRecovered, claimWaitingTools } from "./store.ts";
import { type Subject, writeDownMail, writeRecoveredMail, writeToolsMail } from "./write-instance-mail.ts";

/** Shorter failures mend themselves before anybody has read the mail. */
const DOWN_MINUTES = 10;
const DIGEST_HOURS = 24;

type Place = { tenantId: TenantId; upstreamId: UpstreamId };

/**
 * Mails an instance's owners and admins that it has failed for ten minutes, that it works again, and, once a day at most,
 * that tools wait for them. Each is said once; a refused key has a mail of its own and is none of these.
 */
export async function tellOfInstance(tx: Tx, place: Place, problem: string | null): Promise<void> {
  const { tenantId, upstreamId } = place;
  if (problem === null) {
    if (await claimRecovered(tx, tenantId, upstreamId))
      await tell(tx, place, "instance-recovered", writeRecoveredMail);
    const tools = await claimWaitingTools(tx, tenantId, upstreamId, { hours: DIGEST_HOURS });
    if (tools !== null)
      await tell(tx, place, "tools-waiting", (subject) => writeToolsMail(subject, tools.waiting));
  } else if (problem !== "refused_key") {
    const down = await claimDown(tx, tenantId, upstreamId, { forMinutes: DOWN_MINUTES });
    if (down !== null)
      await tell(tx, place, "instance-down", (subject) => writeDownMail(subject, down.since));
  }
}

async function tell(
  tx: Tx,
  { tenantId, upstreamId }: Place,
  kind: string,
  write: (subject: Subject) => MailContent,
): Promise<void> {
  const concerned = await findConcerned(tx, tenantId, { upstreamId, ownerId: null });
  if (concerned === null) return;
  const { addresses, ...names } = concerned;
  const mail = write({ ...names, upstreamId });
  for (const to of addresses) await queueMail(tx, { tenantId, kind, to, mail });
}
