import "#server-only";
import { randomInt } from "node:crypto";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { signMac } from "#lib/platform/crypto/sign.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { currentCallerAddress, currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { toNetwork } from "#lib/platform/limits/to-network.ts";
import { sendMail } from "#lib/platform/outbox/send-mail.ts";
import { CODE_MAC, toCodeMessage } from "./internal/code-mac.ts";
import { findKnownDevice } from "./internal/known-browser.ts";
import { writeCodeMail } from "./internal/write-code-mail.ts";
import {
  addMinutes,
  addSeconds,
  CODE_MINUTES,
  CODE_TRIES,
  CODES_PER_ADDRESS,
  CODES_PER_ADDRESS_AND_PEER,
  CODES_PER_DEVICE,
  CODES_PER_PEER,
  RESEND_SECONDS,
} from "./policy.ts";
import { isReviewerAddress, normalizeAddress } from "./schema.ts";
import { type CodeSlot, deleteCode, findCode, replaceCode } from "./store.ts";

export type RequestedCode =
  | { ok: true; address: string; sentAt: Date }
  | { ok: false; reason: "invalid_address" | "mail_refused" }
  | { ok: false; reason: "too_early"; address: string; sentAt: Date; waitSeconds: number };

type CodeRequest = { address: unknown; userAgent: string | null; cookieHeader?: string | null };

/**
 * Mails a fresh six-digit code for ten minutes, the only live one of that address; a browser that signed in with the
 * address before has one, and an allowance, of its own. Whether a person with that address
 * exists is never looked at, so answer and timing cannot tell. The reviewer's address gets none. Throws `limit_exceeded` and `unavailable`.
 */
export async function requestCode(input: CodeRequest, now: Date = new Date()): Promise<RequestedCode> {
  const address = normalizeAddress(input.address);
  if (!address) return { ok: false, reason: "invalid_address" };
  const peer = currentPeerAddress();
  if (peer) await consumeLimit(CODES_PER_PEER.name, peer, CODES_PER_PEER);
  if (isReviewerAddress(address)) return askReviewer(address, now);

  const sentBefore = addSeconds(now, -RESEND_SECONDS);
  const device = findKnownDevice(address, input.cookieHeader ?? null) ?? "";
  const slot = { email: address, device };
  const earlier = await findCode(slot);
  if (earlier && earlier.sentAt > sentBefore) return tooEarly(address, earlier.sentAt, sentBefore);
  // Counted before the old code is replaced: whoever reaches the limit for somebody else leaves their code alone.
  await countCode(slot, peer);

  const code = String(randomInt(0, 1_000_000)).padStart(6, "0");
  const codeHash = signMac(CODE_MAC, toCodeMessage(address, code));
  const expires = addMinutes(now, CODE_MINUTES);
  const newer = await replaceCode(
    { ...slot, codeHash, triesLeft: CODE_TRIES, sentAt: now, expires },
    sentBefore,
  );
  if (newer) return tooEarly(address, newer.sentAt, sentBefore);
  return await mailCode({ slot, code, codeHash, userAgent: input.userAgent, now });
}

/** No mail: the reviewer has their code already, and never another kind. */
function askReviewer(address: string, now: Date): RequestedCode {
  return getConfig().sandbox.isOn
    ? { ok: true, address, sentAt: now }
    : { ok: false, reason: "mail_refused" };
}

async function countCode({ email, device }: CodeSlot, peer: string | null): Promise<void> {
  if (peer && !device) {
    const limit = CODES_PER_ADDRESS_AND_PEER;
    await consumeLimit(limit.name, `${peer} ${email}`, limit);
  }
  const key = device ? `${device} ${email}` : email;
  const limits = device ? CODES_PER_DEVICE : CODES_PER_ADDRESS;
  for (const limit of limits) await consumeLimit(limit.name, key, limit);
}

function tooEarly(address: string, sentAt: Date, sentBefore: Date): RequestedCode {
  const waitSeconds = Math.max(1, Math.ceil((sentAt.getTime() - sentBefore.getTime()) / 1000));
  return { ok: false, reason: "too_early", address, sentAt, waitSeconds };
}

type ReadyCode = { slot: CodeSlot; code: string; codeHash: string; userAgent: string | null; now: Date };

/** A code that did not reach its address is withdrawn, so that asking again need not wait. */
async function mailCode({ slot, code, codeHash, userAgent, now }: ReadyCode): Promise<RequestedCode> {
  const address = slot.email;
  try {
    const from = currentCallerAddress();
    const network = from === null ? null : toNetwork(from).network;
    const sent = await sendMail(writeCodeMail({ address, code, userAgent, network }));
    if (sent.ok) return { ok: true, address, sentAt: now };
  } catch (error) {
    await deleteCode(slot, codeHash);
    throw error;
  }
  await deleteCode(slot, codeHash);
  return { ok: false, reason: "mail_refused" };
}
