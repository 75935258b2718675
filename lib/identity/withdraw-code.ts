import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { countLiveCodes, endCodeAlone } from "./internal/reviewer/store.ts";

/**
 * Ends a reviewer's code and signs nobody out, as `endReviewerCode` does: for a code that left this process for no other.
 * Throws `not_found` for one that had ended, and for none.
 */
export async function withdrawCode(id: string, now: Date = new Date()): Promise<{ left: number }> {
  if (!isUuid(id) || !(await endCodeAlone(id, now))) {
    throw new DomainError("not_found", "There is no such review code that is still good.");
  }
  return { left: await countLiveCodes(now) };
}
