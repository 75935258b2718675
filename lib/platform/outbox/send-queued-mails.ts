import "#server-only";
import { log } from "../log/log.ts";
import { once } from "../registry/once.ts";
import { unsealMail } from "./internal/seal-mail.ts";
import { sendMail } from "./send-mail.ts";
import {
  type ClaimedMail,
  claimMails,
  findMail,
  postponeMail,
  purgeEndedMails,
  settleMail,
} from "./store.ts";

const AT_ONCE = 5;
const GIVE_UP_MS = 24 * 3_600_000;
const RETRY_MS = { first: 15_000, max: 1_800_000 };
const PURGE_AT_ONCE = 1_000;

type Pump = { isAsked: boolean; isStopped: boolean; running: Promise<void> | undefined };

/** Sends every mail that is due; several may ask at once. After `stopSending` it sends none. */
export async function sendQueuedMails(): Promise<void> {
  const mine = pump();
  mine.isAsked = true;
  mine.running ??= drain(mine).finally(() => (mine.running = undefined));
  await mine.running;
}

/** Lets the mails that are on their way be settled, and begins no other; for the end of a process. */
export async function stopSending(): Promise<void> {
  pump().isStopped = true;
  await pump().running;
}

/** Takes `stopSending` back. */
export function allowSending(): void {
  pump().isStopped = false;
}

function pump(): Pump {
  return once("outbox.pump", () => ({ isAsked: false, isStopped: false, running: undefined }));
}

async function drain(mine: Pump): Promise<void> {
  while (mine.isAsked && !mine.isStopped) {
    mine.isAsked = false;
    const claimed = await claimMails(AT_ONCE);
    if (claimed.length === AT_ONCE) mine.isAsked = true;
    await Promise.all(claimed.map((mail) => sendOne(mail)));
  }
}

/** A mail that cannot be sent is tried again, ever more rarely, for a day; what fails with it is nobody else's trouble. */
async function sendOne(claimed: ClaimedMail): Promise<void> {
  const found = await findMail(claimed);
  if (found === null) return;
  try {
    const mail = unsealMail(found.sealed, claimed);
    const sent = await sendMail(mail);
    const outcome = sent.ok
      ? ({ state: "sent", refusedAddress: null } as const)
      : ({ state: "refused", refusedAddress: mail.to } as const);
    await settleMail(claimed, outcome);
  } catch (error) {
    const isOver = Date.now() - found.createdAt.getTime() >= GIVE_UP_MS;
    log.warn({ err: error, mailId: claimed.id, attempts: claimed.attempts, isOver }, "a mail was not sent");
    if (isOver) return await settleMail(claimed, { state: "given_up", refusedAddress: null });
    const wait = Math.min(RETRY_MS.max, RETRY_MS.first * 2 ** (claimed.attempts - 1));
    await postponeMail(claimed, new Date(Date.now() + wait));
  }
}

/** Forgets that mails were sent, a week later. */
export async function purgeMails(): Promise<void> {
  while ((await purgeEndedMails(PURGE_AT_ONCE)) === PURGE_AT_ONCE);
}
