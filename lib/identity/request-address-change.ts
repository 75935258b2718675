import "#server-only";
import { randomInt } from "node:crypto";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { isMadeUp } from "#lib/kernel/made-up-domain.ts";
import { signMac } from "#lib/platform/crypto/sign.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { sendMail } from "#lib/platform/outbox/send-mail.ts";
import { deleteChange, replaceChange } from "./internal/address-change/store.ts";
import { CHANGE_MAC, toChangeMessage } from "./internal/code-mac.ts";
import { writeChangeMail } from "./internal/write-change-mail.ts";
import {
  ADDRESS_CHANGES_PER_ADDRESS,
  ADDRESS_CHANGES_PER_PERSON,
  addMinutes,
  addSeconds,
  CODE_MINUTES,
  CODE_TRIES,
  RESEND_SECONDS,
} from "./policy.ts";
import { refuseBound } from "./refuse-bound.ts";
import { normalizeAddress } from "./schema.ts";

export type RequestedChange =
  | { ok: true; address: string }
  | { ok: false; reason: "invalid_address" | "same_address" | "mail_refused" | "too_early" };

/**
 * Mails a code to the address this person wants instead of theirs. Whether somebody else has it is not looked at before
 * the code comes back, so asking tells nobody. Throws `limit_exceeded`, `unavailable`, and `forbidden` for the reviewer.
 */
export async function requestAddressChange(
  person: PersonActor,
  typed: unknown,
  now: Date = new Date(),
): Promise<RequestedChange> {
  refuseBound(person);
  const address = normalizeAddress(typed);
  if (!address) return { ok: false, reason: "invalid_address" };
  if (address === person.email) return { ok: false, reason: "same_address" };
  if (isMadeUp(address)) return { ok: false, reason: "mail_refused" };
  const { personId: userId } = person;
  await consumeLimit(ADDRESS_CHANGES_PER_PERSON.name, userId, ADDRESS_CHANGES_PER_PERSON);
  await consumeLimit(ADDRESS_CHANGES_PER_ADDRESS.name, address, ADDRESS_CHANGES_PER_ADDRESS);

  const code = String(randomInt(0, 1_000_000)).padStart(6, "0");
  const change = {
    userId,
    email: address,
    codeHash: signMac(CHANGE_MAC, toChangeMessage(userId, address, code)),
    triesLeft: CODE_TRIES,
    sentAt: now,
    expires: addMinutes(now, CODE_MINUTES),
  };
  if (!(await replaceChange(change, addSeconds(now, -RESEND_SECONDS)))) {
    return { ok: false, reason: "too_early" };
  }
  const sent = await sendMail(writeChangeMail({ address, code })).catch(async (error: unknown) => {
    await deleteChange(userId);
    throw error;
  });
  if (sent.ok) return { ok: true, address };
  await deleteChange(userId);
  return { ok: false, reason: "mail_refused" };
}
