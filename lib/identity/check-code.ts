import "#server-only";
import { DomainError, isDomainError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/ids.ts";
import { verifyMac } from "#lib/platform/crypto/sign.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { forgetLimit } from "#lib/platform/limits/forget-limit.ts";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { endSession } from "./end-session.ts";
import { admitNewcomer } from "./internal/admit-newcomer.ts";
import { CODE_MAC, toCodeMessage } from "./internal/code-mac.ts";
import { describeBrowser } from "./internal/describe-browser.ts";
import { findKnownDevice, rememberAddress } from "./internal/known-browser.ts";
import { openSession } from "./internal/run-next-auth.ts";
import { proveAddress } from "./internal/sessions/store.ts";
import { toAdapter } from "./internal/to-adapter.ts";
import { CHECKS_PER_PEER, CODES_PER_ADDRESS, CODES_PER_ADDRESS_AND_PEER } from "./policy.ts";
import { isReviewerAddress, normalizeAddress, parseCode } from "./schema.ts";
import { adapterStore, type CodeSlot, findCode, spendTry } from "./store.ts";

type Refusal =
  | { ok: false; reason: "malformed" | "expired" | "too_many" }
  | { ok: false; reason: "wrong"; triesLeft: number };
/** `setCookie` is the new session; `knownCookie` lets this browser ask for codes apart from strangers. */
export type CheckedCode = { ok: true; personId: PersonId; setCookie: string; knownCookie: string } | Refusal;

type CodeInput = {
  address: string;
  code: unknown;
  cookieHeader: string | null;
  userAgent?: string | null;
};

/**
 * Signs in whoever knows the address's live code: five tries, counted before they are compared, and one sign-in per
 * code however many right answers race. A new session each time; the browser's former one ends. The first code an
 * address ever answers ends whatever was in its account before. Throws `limit_exceeded` and `unavailable`.
 */
export async function checkCode(input: CodeInput, now: Date = new Date()): Promise<CheckedCode> {
  const peer = currentPeerAddress();
  if (peer) await consumeLimit(CHECKS_PER_PEER.name, peer, CHECKS_PER_PEER);
  const address = normalizeAddress(input.address);
  const code = parseCode(input.code);
  if (!address || !code || isReviewerAddress(address)) return { ok: false, reason: "malformed" };

  const slot = await findSlot(address, input.cookieHeader);
  const opened = await openByCode({ slot, code, userAgent: input.userAgent ?? null }, now);
  if (!opened.ok) return opened;
  await endSession(input.cookieHeader);
  for (const limit of CODES_PER_ADDRESS) await forgetLimit(limit.name, address, limit);
  const limit = CODES_PER_ADDRESS_AND_PEER;
  if (peer) await forgetLimit(limit.name, `${peer} ${address}`, limit);
  return { ...opened, knownCookie: rememberAddress(address, input.cookieHeader) };
}

type ReadyCode = { slot: CodeSlot; code: string; userAgent: string | null };
type Opened = { ok: true; personId: PersonId; setCookie: string } | Refusal;

async function openByCode({ slot, code, userAgent }: ReadyCode, now: Date): Promise<Opened> {
  let refusal: Refusal | null = null;
  let failure: unknown;
  let personId = "" as PersonId;
  const adapter = toAdapter({
    take: async (identifier) => {
      refusal =
        identifier === slot.email ? await takeCode(slot, code, now) : { ok: false, reason: "expired" };
      return refusal === null;
    },
    findPerson: (email) => adapterStore.user.findUnique({ where: { email } }),
    prove: async ({ id }) => {
      personId = id as PersonId;
      return await proveAddress(id, now);
    },
    // next-auth swallows what an adapter throws, so it is kept.
    admit: async () => {
      await admitNewcomer().catch((error: unknown) => {
        failure = error;
        throw error;
      });
    },
    browser: describeBrowser(userAgent),
    method: "code",
  });
  const setCookie = await openSession(slot.email, adapter);
  if (refusal) return refusal;
  if (isDomainError(failure)) throw failure;
  if (!setCookie)
    throw new DomainError("unavailable", "Sign-in did not finish. Ask for a new code and try again.");
  return { ok: true, personId, setCookie };
}

/** A known browser's own code, where it asked for one. */
async function findSlot(email: string, cookieHeader: string | null): Promise<CodeSlot> {
  const device = findKnownDevice(email, cookieHeader);
  const own = device === null ? null : { email, device };
  return own && (await findCode(own)) ? own : { email, device: "" };
}

async function takeCode(slot: CodeSlot, code: string, now: Date): Promise<Refusal | null> {
  const isRight = (codeHash: string) => verifyMac(CODE_MAC, toCodeMessage(slot.email, code), codeHash);
  const spent = await spendTry(slot, now, isRight);
  if (!spent) return await explainNoTry(slot, now);
  if (spent.isTaken) return null;
  return spent.triesLeft > 0
    ? { ok: false, reason: "wrong", triesLeft: spent.triesLeft }
    : { ok: false, reason: "too_many" };
}

async function explainNoTry(slot: CodeSlot, now: Date): Promise<Refusal> {
  const code = await findCode(slot);
  const isBurnt = code !== null && code.triesLeft === 0 && code.expires > now;
  return { ok: false, reason: isBurnt ? "too_many" : "expired" };
}
