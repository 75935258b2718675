import { getDistanceFormat, getMomentFormat } from "./time-formats.ts";

type Options = { now?: Date; timeZone?: string; locale?: string; nowWords?: NowWords };
/** What less than a minute is called, before and after. */
type NowWords = { past: string; soon: string };

const NOW_WORDS = { past: "just now", soon: "in a moment" };

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

/**
 * A moment in words: `short` is relative within 24 hours of `now`, else to the minute; `second` is to the second; `exact`
 * names the zone, and UTC beside any other.
 */
export function describeTime(
  at: Date,
  options: Options = {},
): { short: string; second: string; exact: string; isRelative: boolean } {
  const { now = new Date(), timeZone = "UTC", locale = "en-GB", nowWords = NOW_WORDS } = options;
  const moment = getMomentFormat(locale, "short", timeZone).format(at);
  const relative = formatRelative({ at, now, locale, nowWords });
  return {
    short: relative ?? moment,
    isRelative: relative !== undefined,
    second: getMomentFormat(locale, "medium", timeZone).format(at),
    exact: writeExact(at, { timeZone, locale, timeStyle: "short" }),
  };
}

type ExactOptions = { timeZone: string; locale: string; timeStyle: "short" | "medium" };

/** A moment to the minute, or with "medium" to the second, with the zone's name, and UTC beside any other. */
export function writeExact(at: Date, { timeZone, locale, timeStyle }: ExactOptions): string {
  const write = (zone: string) => `${getMomentFormat(locale, timeStyle, zone).format(at)} ${zone}`;
  return timeZone === "UTC" ? write("UTC") : `${write(timeZone)} · ${write("UTC")}`;
}

function formatRelative(options: Required<Omit<Options, "timeZone">> & { at: Date }): string | undefined {
  const { at, now, locale, nowWords } = options;
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const distance = Math.abs(seconds);
  if (distance >= DAY_SECONDS) return undefined;
  const words = getDistanceFormat(locale);
  if (distance < 60) return seconds > 0 ? nowWords.soon : nowWords.past;
  if (distance < HOUR_SECONDS) return words.format(Math.trunc(seconds / 60), "minute");
  return words.format(Math.trunc(seconds / HOUR_SECONDS), "hour");
}
