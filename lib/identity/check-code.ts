import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { verifyMac } from "#lib/platform/crypto/sign.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { forgetLimit } from "#lib/platform/limits/forget-limit.ts";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { endSession } from "./end-session.ts";
import { CODE_MAC, toCodeMessage } from "./internal/code-mac.ts";
import { openSessionByCode } from "./internal/run-next-auth.ts";
import { toAdapter } from "./internal/to-adapter.ts";
import { CHECKS_PER_PEER, CODES_PER_ADDRESS } from "./policy.ts";
import { normalizeAddress, parseCode } from "./schema.ts";
import { findCode, spendTry } from "./store.ts";

type Refusal =
  | { ok: false; reason: "malformed" | "expired" | "too_many" }
  | { ok: false; reason: "wrong"; triesLeft: number };
export type CheckedCode = { ok: true; setCookie: string } | Refusal;

type CodeInput = { address: string; code: unknown; cookieHeader: string | null };

/**
 * Signs in whoever knows the address's live code: five tries, counted before they are compared, and one sign-in per
 * code however many right answers race. A new session each time; the browser's former one ends. Throws
 * `limit_exceeded` and `unavailable`.
 */
export async function checkCode(input: CodeInput, now: Date = new Date()): Promise<CheckedCode> {
  const peer = currentPeerAddress();
  if (peer) await consumeLimit(CHECKS_PER_PEER.name, peer, CHECKS_PER_PEER);
  const address = normalizeAddress(input.address);
  const code = parseCode(input.code);
  if (!address || !code) return { ok: false, reason: "malformed" };

  let refusal: Refusal | null = null;
  const adapter = toAdapter(async (identifier) => {
    refusal = identifier === address ? await takeCode(address, code, now) : { ok: false, reason: "expired" };
    return refusal === null;
  });
  const setCookie = await openSessionByCode(address, adapter);
  if (refusal) return refusal;
  if (!setCookie)
    throw new DomainError("unavailable", "Sign-in did not finish. Ask for a new code and try again.");

  await endSession(input.cookieHeader);
  for (const limit of CODES_PER_ADDRESS) await forgetLimit(limit.name, address, limit);
  return { ok: true, setCookie };
}

async function takeCode(address: string, code: string, now: Date): Promise<Refusal | null> {
  const isRight = (codeHash: string) => verifyMac(CODE_MAC, toCodeMessage(address, code), codeHash);
  const spent = await spendTry(address, now, isRight);
  if (!spent) return await explainNoTry(address, now);
  if (spent.isTaken) return null;
  return spent.triesLeft > 0
    ? { ok: false, reason: "wrong", triesLeft: spent.triesLeft }
    : { ok: false, reason: "too_many" };
}

async function explainNoTry(address: string, now: Date): Promise<Refusal> {
  const code = await findCode(address);
  const isBurnt = code !== null && code.triesLeft === 0 && code.expires > now;
  return { ok: false, reason: isBurnt ? "too_many" : "expired" };
}
