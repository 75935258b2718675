import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { signMac } from "#lib/platform/crypto/sign.ts";
import { REVIEWER_MAC, toCodeMessage } from "./internal/code-mac.ts";
import { makeCode } from "./internal/reviewer/make-code.ts";
import { insertCode } from "./internal/reviewer/store.ts";
import { REVIEWER_CODES_MAX, REVIEWER_DAYS_MAX } from "./policy.ts";
import { REVIEWER_ADDRESS } from "./schema.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

type NewCode = {
  /** How long it is good for: 1 to 90. */
  days: number;
  /** Who gives it out, for the list. */
  issuedBy: string;
};

/**
 * Makes a code the reviewer signs in with until it ends. It is in this answer alone; we keep its MAC. Throws
 * `invalid_input` for other than 1 to 90 whole days, `precondition_failed` while five are good.
 */
export async function addReviewerCode(
  { days, issuedBy }: NewCode,
  now: Date = new Date(),
): Promise<{ id: string; code: string; expiresAt: Date }> {
  if (!Number.isInteger(days) || days < 1 || days > REVIEWER_DAYS_MAX) {
    throw new DomainError("invalid_input", "A review code lasts 1 to 90 whole days.");
  }
  const { code, shown } = makeCode();
  const id = crypto.randomUUID();
  const expiresAt = new Date(now.getTime() + days * DAY_MS);
  const codeHash = signMac(REVIEWER_MAC, toCodeMessage(REVIEWER_ADDRESS, code));
  const row = { id, codeHash, issuedBy, issuedAt: now, expiresAt };
  if (await insertCode(row, { now, liveMax: REVIEWER_CODES_MAX })) return { id, code: shown, expiresAt };
  throw new DomainError("precondition_failed", "Five review codes are good already. Revoke one first.");
}
