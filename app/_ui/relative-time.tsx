import { describeTime } from "./describe-time.ts";

type RelativeTimeProps = { at: Date; timeZone?: string | undefined; locale?: string | undefined };

/** Relative under 24 hours with the exact time in the tooltip and for screen readers, otherwise the exact time. */
export function RelativeTime({ at, timeZone = "UTC", locale = "en-GB" }: RelativeTimeProps) {
  const { short, exact } = describeTime(at, { timeZone, locale });
  return (
    <time dateTime={at.toISOString()} title={exact} className="whitespace-nowrap">
      {short}
    </time>
  );
}
