import "#server-only";
import { listAllAttemptEvents, listAllAttempts } from "./internal/reading/store.ts";
import { toEvent, toSummary } from "./internal/reading/to-attempt.ts";
import { parseAttemptNumber } from "./make-attempt-key.ts";
import { noticeOddities } from "./policy.ts";
import type { AttemptDetail } from "./schema.ts";

/** The attempt of that number with its timeline, of whichever organisation: for the operator's command alone. */
export async function findAttempt(number: string): Promise<AttemptDetail | null> {
  const parsed = parseAttemptNumber(number);
  const [row] = parsed === null ? [] : await listAllAttempts(parsed, 1);
  if (row === undefined) return null;
  const events = (await listAllAttemptEvents(row.id)).map(toEvent);
  return { ...toSummary(row), events, notes: noticeOddities(events) };
}
