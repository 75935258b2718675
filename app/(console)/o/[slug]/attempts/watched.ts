import type { AttemptSummary, Verdict } from "#lib/activity/schema.ts";
import type { Stage } from "#lib/activity/terms.ts";

/** What the waiting page needs of an attempt. */
export type WatchedAttempt = {
  number: string;
  startedAt: string;
  clientName: string | null;
  furthest: Stage;
  failedStage: Stage | null;
  verdict: Verdict;
};

export function toWatched(attempt: AttemptSummary): WatchedAttempt {
  const { number, startedAt, clientName, furthest, failedStage, verdict } = attempt;
  return { number, startedAt: startedAt.toISOString(), clientName, furthest, failedStage, verdict };
}

const WATCHED_MS_MAX = 30 * 60_000;
/** Somebody may have pressed Connect a moment before they opened the page. */
const BEFORE_MS = 60_000;

/** Since when the page watches: what its address says, at most half an hour ago, or since a minute ago. */
export function readSince(text: string | string[] | null | undefined, now: number = Date.now()): Date {
  const asked = typeof text === "string" && /^\d{1,15}$/.test(text) ? Number(text) : now - BEFORE_MS;
  return new Date(Math.min(now, Math.max(asked, now - WATCHED_MS_MAX)));
}
