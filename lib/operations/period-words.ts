import "#server-only";
import { type PeriodName, PERIODS } from "./retention-periods.ts";

export type PeriodWords = Readonly<Record<PeriodName, string>>;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const UNITS = [
  { seconds: YEAR, one: "a year", many: "years" },
  { seconds: DAY, one: "a day", many: "days" },
  { seconds: HOUR, one: "an hour", many: "hours" },
  { seconds: MINUTE, one: "a minute", many: "minutes" },
] as const;

/** A period in words: "30 days", "an hour". */
export function describePeriod(seconds: number): string {
  const unit = UNITS.find((one) => seconds % one.seconds === 0);
  if (!unit) return `${seconds} seconds`;
  const count = seconds / unit.seconds;
  return count === 1 ? unit.one : `${count} ${unit.many}`;
}

/** Every period in words. */
export const PERIOD_WORDS = Object.fromEntries(
  Object.entries(PERIODS).map(([name, seconds]) => [name, describePeriod(seconds)]),
) as PeriodWords;
