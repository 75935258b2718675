import "#server-only";
import type { PersonId } from "#lib/kernel/ids.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { verifyMac } from "#lib/platform/crypto/sign.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { forgetLimit } from "#lib/platform/limits/forget-limit.ts";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { endSession } from "./end-session.ts";
import { REVIEWER_MAC, toCodeMessage } from "./internal/code-mac.ts";
import { describeBrowser } from "./internal/describe-browser.ts";
import { openSessionOf } from "./internal/open-session-of.ts";
import { findBoundPerson, findLiveHashes, useCode } from "./internal/reviewer/store.ts";
import { CHECKS_PER_PEER, REVIEWER_TRIES_PER_PEER } from "./policy.ts";
import { parseReviewerCode, REVIEWER_ADDRESS } from "./schema.ts";

export type CheckedReviewer =
  | { ok: true; personId: PersonId; setCookie: string }
  | { ok: false; reason: "review_malformed" | "review_wrong" };

type ReviewerInput = {
  code: unknown;
  cookieHeader: string | null;
  userAgent: string | null;
  /** Writes the use down where it is seen. It comes before the session: without it there is none. */
  record: (use: { personId: PersonId; codeId: string }) => Promise<void>;
};

/**
 * Signs in the sandbox's reviewer by a code an operator gave out, which stays good until it ends or is revoked. The
 * browser's former session ends. Throws `limit_exceeded` and `unavailable`.
 */
export async function checkReviewerCode(
  { code: typed, cookieHeader, userAgent, record }: ReviewerInput,
  now: Date = new Date(),
): Promise<CheckedReviewer> {
  const peer = currentPeerAddress();
  if (peer) await consumeLimit(CHECKS_PER_PEER.name, peer, CHECKS_PER_PEER);
  const code = parseReviewerCode(typed);
  if (!code) return { ok: false, reason: "review_malformed" };
  if (peer) await consumeLimit(REVIEWER_TRIES_PER_PEER.name, peer, REVIEWER_TRIES_PER_PEER);

  const person = getConfig().sandbox.isOn ? await findBoundPerson(REVIEWER_ADDRESS) : null;
  const codeId = person && (await takeCode(code, now));
  if (!person || !codeId) return { ok: false, reason: "review_wrong" };
  await record({ personId: person.id, codeId });
  const setCookie = await openSessionOf(person, { browser: describeBrowser(userAgent), method: "code" });
  await endSession(cookieHeader);
  if (peer) await forgetLimit(REVIEWER_TRIES_PER_PEER.name, peer, REVIEWER_TRIES_PER_PEER);
  return { ok: true, personId: person.id, setCookie };
}

/** The id of the live code that this is; every one is compared, so that time says nothing. */
async function takeCode(code: string, now: Date): Promise<string | null> {
  const message = toCodeMessage(REVIEWER_ADDRESS, code);
  const right = (await findLiveHashes(now)).filter(({ codeHash }) =>
    verifyMac(REVIEWER_MAC, message, codeHash),
  );
  const [found] = right;
  return found && (await useCode(found.id, now)) ? found.id : null;
}
