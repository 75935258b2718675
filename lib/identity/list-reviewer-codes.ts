import "#server-only";
import { findCodes, type ReviewerCodeRow } from "./internal/reviewer/store.ts";

const LISTED_MAX = 50;
export type ReviewerCode = ReviewerCodeRow & { state: "good" | "ended" | "revoked" };

/** The newest codes of the reviewer, good or not, without the codes themselves: for the operator. */
export async function listReviewerCodes(now: Date = new Date()): Promise<ReviewerCode[]> {
  const rows = await findCodes(LISTED_MAX);
  return rows.map((row) => ({ ...row, state: toState(row, now) }));
}

function toState({ revokedAt, expiresAt }: ReviewerCodeRow, now: Date): ReviewerCode["state"] {
  if (revokedAt !== null) return "revoked";
  return expiresAt > now ? "good" : "ended";
}
