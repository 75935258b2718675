import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { verifyMac } from "#lib/platform/crypto/sign.ts";
import { log } from "#lib/platform/log/log.ts";
import { sendMail } from "#lib/platform/outbox/send-mail.ts";
import type { Session } from "./find-session.ts";
import { changeAddress, findChange, spendChangeTry } from "./internal/address-change/store.ts";
import { CHANGE_MAC, toChangeMessage } from "./internal/code-mac.ts";
import { rememberAddress } from "./internal/known-browser.ts";
import { writeNoticeMail } from "./internal/write-notice-mail.ts";
import { refuseBound } from "./refuse-bound.ts";
import { rotateSession } from "./rotate-session.ts";
import { parseCode } from "./schema.ts";

export type ConfirmedChange =
  | { ok: true; person: PersonActor; cookies: string[] }
  | { ok: false; reason: "malformed" | "expired" | "too_many" | "taken" }
  | { ok: false; reason: "wrong"; triesLeft: number };

type ConfirmInput = { code: unknown; cookieHeader: string | null };

/**
 * Makes the address whose code this is the person's own: this browser's session gets a new value, all others end, and
 * the old address is told. Organisations follow by `followAddress`. An address that is another person's is `taken`. Throws `forbidden`
 * for the reviewer.
 */
export async function confirmAddressChange(
  { actor, sessionId }: Session,
  { code: typed, cookieHeader }: ConfirmInput,
  now: Date = new Date(),
): Promise<ConfirmedChange> {
  refuseBound(actor);
  const code = parseCode(typed);
  if (!code) return { ok: false, reason: "malformed" };
  const { personId: userId, email: oldEmail } = actor;
  const isRight = (email: string, codeHash: string) =>
    verifyMac(CHANGE_MAC, toChangeMessage(userId, email, code), codeHash);
  const spent = await spendChangeTry(userId, now, isRight);
  if (!spent) return { ok: false, reason: await explainNoTry(actor, now) };
  const { email, triesLeft } = spent;
  if (!spent.isRight) {
    return triesLeft > 0 ? { ok: false, reason: "wrong", triesLeft } : { ok: false, reason: "too_many" };
  }
  const isChanged = await changeAddress({ userId, oldEmail, email }, { keptSessionId: sessionId, now });
  if (!isChanged) return { ok: false, reason: "taken" };
  await tellOldAddress(oldEmail);
  const rotated = await rotateSession(cookieHeader, now);
  const cookies = [...(rotated ? [rotated] : []), rememberAddress(email, cookieHeader)];
  return { ok: true, person: { ...actor, email }, cookies };
}

async function explainNoTry({ personId }: PersonActor, now: Date): Promise<"too_many" | "expired"> {
  const change = await findChange(personId);
  return change !== null && change.triesLeft === 0 && change.expires > now ? "too_many" : "expired";
}

async function tellOldAddress(to: string): Promise<void> {
  const mail = writeNoticeMail({
    to,
    subject: "Your Trinity Connect address was changed",
    happened:
      "Your account has another e-mail address from now on. This one no longer opens it, and every other browser was signed out.",
    notYou:
      "Tell an owner or admin of your organisation at once: they can disconnect every app the account allowed.",
  });
  await sendMail(mail).catch((error: unknown) => {
    log.warn({ err: error }, "the notice of a changed address was not sent");
  });
}
