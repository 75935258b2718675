import "#server-only";
import {
  COMPONENTS,
  type Component,
  type ComponentStatus,
  type Day,
  type Look,
  type Outage,
} from "./schema.ts";

/** For how many days, today's included, looks and outages are kept. */
export const STATUS_DAYS = 90;
/** A component nobody looked at for longer than this is neither up nor down. */
const FRESH_MS = 3 * 60_000;
/** A single failed look is no outage: the next one may have been a second later. */
export const OUTAGE_FAILURES_MIN = 2;
/** A gap between two looks that is more than a restart. */
export const GAP_MINUTES_MIN = 5;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export type DayRow = {
  component: string;
  day: Date;
  checks: number;
  failures: number;
  firstAt: Date;
  lastAt: Date;
};
type Known = { rows: readonly DayRow[]; outages: readonly Outage[]; look: Look | undefined; now: Date };

export function toMinute(at: Date): Date {
  return new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);
}

/** The full minutes between two looks in which nobody looked. */
export function countGap(before: Date | null, minute: Date): number {
  return before === null ? 0 : Math.max(0, (minute.getTime() - before.getTime()) / MINUTE_MS - 1);
}

/** When somebody last looked: this process, or any that wrote it down. */
export function findNewest({ rows, look }: Pick<Known, "rows" | "look">): Date | null {
  const times = [...rows.map(({ lastAt }) => lastAt.getTime()), ...(look ? [look.minute.getTime()] : [])];
  return times.length === 0 ? null : new Date(Math.max(...times));
}

/** Each component with its state now and its days, of what is written down and what this process saw last. */
export function summarise(known: Known): ComponentStatus[] {
  const since = Math.min(...known.rows.map(({ firstAt }) => firstAt.getTime()));
  return COMPONENTS.map((component) => {
    const rows = known.rows.filter((row) => row.component === component);
    return {
      component,
      ...findState(component, known),
      days: listDays(rows, { since, now: known.now.getTime() }),
      checks: rows.reduce((sum, { checks }) => sum + checks, 0),
      failures: rows.reduce((sum, { failures }) => sum + failures, 0),
    };
  });
}

function findState(
  component: Component,
  { rows, outages, look, now }: Known,
): Pick<ComponentStatus, "now" | "reason" | "ms"> {
  const isFresh = (at: Date | undefined) => at !== undefined && now.getTime() - at.getTime() <= FRESH_MS;
  const own = look?.checks.find((check) => check.component === component);
  if (own && isFresh(look?.minute))
    return { now: own.reason ? "down" : "up", reason: own.reason, ms: own.ms };
  const newest = rows.map(({ lastAt }) => lastAt).toSorted((a, b) => b.getTime() - a.getTime())[0];
  if (!isFresh(newest)) return { now: "unknown", reason: null, ms: null };
  const open = outages.find((outage) => outage.component === component && outage.endedAt === null);
  return { now: open ? "down" : "up", reason: open?.reason ?? null, ms: null };
}

function listDays(rows: readonly DayRow[], { since, now }: { since: number; now: number }): Day[] {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  return Array.from({ length: STATUS_DAYS }, (_, index) => {
    const start = today - (STATUS_DAYS - 1 - index) * DAY_MS;
    const day = new Date(start).toISOString().slice(0, 10);
    const row = rows.find((one) => one.day.toISOString().startsWith(day));
    const from = Math.max(start, since);
    const to = Math.min(start + DAY_MS, now);
    const minutes = Number.isFinite(since) ? Math.max(0, Math.floor((to - from) / MINUTE_MS)) : 0;
    const checks = row?.checks ?? 0;
    return { day, minutes: Math.max(minutes, checks), checks, failures: row?.failures ?? 0 };
  });
}
