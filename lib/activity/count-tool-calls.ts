import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { CallFilterInput, narrowToOwn } from "./internal/browsing/filter-schema.ts";
import { type BucketCount, countByHour, countCallsByTime } from "./internal/browsing/store.ts";
import type { CallResult } from "./schema.ts";

export type CallCounts = {
  /** How long each stretch is. */
  seconds: number;
  /** Every stretch of the range, the oldest first. */
  buckets: { at: Date; counts: Partial<Record<CallResult, number>> }[];
  totals: Partial<Record<CallResult, number>>;
  /** There were more calls than were counted; the newest were. */
  isCapped: boolean;
};

const HOUR_SECONDS = 3_600;
/** Counting so many takes a few dozen milliseconds; without a filter all are counted, from counts. */
const CALLS_MAX = 50_000;
const STEPS = [300, HOUR_SECONDS, 6 * HOUR_SECONDS, 24 * HOUR_SECONDS, 7 * 24 * HOUR_SECONDS];
const BUCKETS_MAX = 62;

/**
 * How many calls of a range came to what, in at most 62 equal stretches of five minutes to a week, ranges beyond a year
 * cut to their last year; those without `activity:read-all` count their own.
 */
export const countToolCalls = query({
  action: "tool-call.count",
  permission: "activity:read-own",
  input: CallFilterInput.required({ from: true, to: true }),
  async run({ tx, actor }, { from, to, ...asked }): Promise<CallCounts> {
    const filter = narrowToOwn(actor, asked);
    const range = toBuckets(from, to);
    // What a call came to is in the counts already.
    const { result, ...others } = filter;
    const isFiltered = Object.values(others).some((value) => value !== undefined);
    const rows =
      isFiltered || range.seconds < HOUR_SECONDS
        ? await countCallsByTime(tx, actor.tenantId, filter, { ...range, callsMax: CALLS_MAX })
        : await countByHour(tx, actor.tenantId, { ...range, result });
    return { ...toCounts(rows, range), isCapped: isFiltered && sum(rows) >= CALLS_MAX };
  },
});

function toBuckets(from: Date, to: Date): { from: Date; to: Date; seconds: number } {
  const year = 366 * 24 * HOUR_SECONDS * 1000;
  const first = Math.max(from.getTime(), to.getTime() - year);
  const length = Math.max(to.getTime() - first, 1) / 1000;
  const seconds = STEPS.find((step) => length / step <= BUCKETS_MAX - 1) ?? (STEPS.at(-1) as number);
  const step = Math.min(seconds, HOUR_SECONDS) * 1000;
  return { from: new Date(Math.floor(first / step) * step), to, seconds };
}

function toCounts(
  rows: readonly BucketCount[],
  { from, to, seconds }: { from: Date; to: Date; seconds: number },
): Omit<CallCounts, "isCapped"> {
  const totals: CallCounts["totals"] = {};
  const buckets: CallCounts["buckets"] = [];
  for (let at = from.getTime(); at < to.getTime(); at += seconds * 1000) {
    buckets.push({ at: new Date(at), counts: {} });
  }
  const byTime = new Map(buckets.map((bucket) => [bucket.at.getTime(), bucket]));
  for (const { at, result, calls } of rows) {
    totals[result] = (totals[result] ?? 0) + calls;
    const bucket = byTime.get(at.getTime());
    if (bucket) bucket.counts[result] = calls;
  }
  return { seconds, buckets, totals };
}

function sum(rows: readonly BucketCount[]): number {
  return rows.reduce((total, { calls }) => total + calls, 0);
}
