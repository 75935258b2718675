import type { PersonActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { newId, type PersonId } from "#lib/kernel/ids.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";
import { sendQueuedMails } from "#lib/platform/outbox/send-queued-mails.ts";

/** Somebody signed in whom nobody has met before. */
export function somebody(domain = "people.example"): PersonActor {
  const email = `${crypto.randomUUID()}@${domain}`;
  return { kind: "person", personId: newId<PersonId>(), email, name: "Somebody" };
}

/** The code a verb refused with, or "done". */
export async function refusal(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );
}

/** The mails that were queued for an address, newest first. */
export async function mailsTo(email: string): Promise<{ subject: string; text: string }[]> {
  await sendQueuedMails();
  return listLocalMails().filter(({ to }) => to === email);
}
