type Options = { now?: Date; timeZone?: string; locale?: string };

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

/** A moment in words: `short` is relative within 24 hours of `now`, else the exact time; `exact` names the zone. */
export function describeTime(at: Date, options: Options = {}): { short: string; exact: string } {
  const { now = new Date(), timeZone = "UTC", locale = "en-GB" } = options;
  const moment = new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone,
  }).format(at);
  return { short: formatRelative(at, now, locale) ?? moment, exact: `${moment} ${timeZone}` };
}

function formatRelative(at: Date, now: Date, locale: string): string | undefined {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const distance = Math.abs(seconds);
  if (distance >= DAY_SECONDS) return undefined;
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (distance < 60) return seconds > 0 ? "in a moment" : "just now";
  if (distance < HOUR_SECONDS) return words.format(Math.trunc(seconds / 60), "minute");
  return words.format(Math.trunc(seconds / HOUR_SECONDS), "hour");
}
