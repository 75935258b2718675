import "#server-only";
import { queueMail } from "#lib/platform/outbox/queue-mail.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import type { StreamFailure } from "../../schema.ts";
import type { Tx } from "../../store.ts";
import { type ClaimedStream, type Failing, findConcerned, noteTold, stopStream } from "./store.ts";
import { writeFailingMail } from "./write-failing-mail.ts";

/**
 * Mails owners and admins once of a stream that has failed for a day, and stops one that has for a week, with a mail and
 * a row in the log. Resumed it goes on where it was.
 */
export async function tellOfFailing(
  tx: Tx,
  claimed: ClaimedStream,
  { isLong, isOver, toldAt, since, url, failure }: Failing & { failure: StreamFailure },
): Promise<void> {
  const { tenantId, id } = claimed;
  if (!isOver && (!isLong || toldAt !== null)) return;
  const host = new URL(url).host;
  if (isOver) {
    await stopStream(tx, claimed);
    const actor = { kind: "system", job: "deliver-logs", tenantId } as const;
    const facts = { target: id, after: { host, failure } };
    await appendAudit(tx, { tenantId, actor, action: "log-stream.stop", outcome: "done", ...facts });
  }
  await noteTold(tx, claimed);
  const concerned = await findConcerned(tx, tenantId);
  if (concerned === null) return;
  const mail = writeFailingMail({ ...concerned, host, since, failure, isStopped: isOver });
  for (const to of concerned.addresses) {
    await queueMail(tx, { tenantId, kind: isOver ? "log-stream-stopped" : "log-stream-failing", to, mail });
  }
}
