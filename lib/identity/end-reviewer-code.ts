import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { countLiveCodes, endCode } from "./internal/reviewer/store.ts";
import { REVIEWER_ADDRESS } from "./schema.ts";

/**
 * Revokes a code: it signs nobody in from now on, and whoever is signed in as the reviewer is not any more. Answers how
 * many codes are still good. Throws `not_found` for one that had ended, and for none.
 */
export async function endReviewerCode(id: string, now: Date = new Date()): Promise<{ left: number }> {
  if (!isUuid(id) || !(await endCode(id, REVIEWER_ADDRESS, now))) {
    throw new DomainError("not_found", "There is no such review code that is still good.");
  }
  return { left: await countLiveCodes(now) };
}
