import "#server-only";
import { log } from "../log/log.ts";
import { openPump, type Pump } from "../registry/open-pump.ts";
import { unsealMail } from "./internal/seal-mail.ts";
import { MAIL_TRIED_HOURS } from "./policy.ts";
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
const GIVE_UP_MS = MAIL_TRIED_HOURS * 3_600_000;
const RETRY_MS = { first: 15_000, max: 1_800_000 };
const PURGE_AT_ONCE = 1_000;

/** Sends every mail that is due; several may ask at once. */
export async function sendQueuedMails(): Promise<void> {
  await mailPump().run();
}

/** What sends this process's share of the mails. */
export function mailPump(): Pump {
  return openPump("mails", async () => {
    const claimed = await claimMails(AT_ONCE);
    await Promise.all(claimed.map((mail) => sendOne(mail)));
    return claimed.length === AT_ONCE;
  });
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
