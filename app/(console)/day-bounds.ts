import { parseLocalTime } from "../_ui/local-time.ts";

const DAY = /^\d{4}-\d\d-\d\d$/;

/** The moment a day ("2026-11-29") begins in that zone; undefined for what is no day. */
export function startOfDay(day: string | undefined, timeZone: string): Date | undefined {
  return day !== undefined && DAY.test(day) ? (parseLocalTime(day, timeZone) ?? undefined) : undefined;
}

/** The moment the day after begins. */
export function endOfDay(day: string | undefined, timeZone: string): Date | undefined {
  if (startOfDay(day, "UTC") === undefined) return undefined;
  const next = new Date(`${day}T12:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return startOfDay(next.toISOString().slice(0, 10), timeZone);
}
