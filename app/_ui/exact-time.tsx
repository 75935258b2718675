import { useLocale, useTimeZone } from "next-intl";
import { describeTime } from "./describe-time.ts";

/** A moment to the second in the reader's zone, for logs; the tooltip names zone and UTC. */
export function ExactTime({ at }: { at: Date }) {
  const { second, exact } = describeTime(at, { timeZone: useTimeZone() ?? "UTC", locale: useLocale() });
  return (
    <time dateTime={at.toISOString()} title={exact} className="tabular-nums sm:whitespace-nowrap">
      {second}
    </time>
  );
}
