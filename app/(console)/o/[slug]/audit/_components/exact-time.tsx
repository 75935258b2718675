import { useLocale, useTimeZone } from "next-intl";
import { describeTime } from "../../../../../_ui/describe-time.ts";

/** To the second in the reader's zone, which it names; UTC in the tooltip. */
export function ExactTime({ at }: { at: Date }) {
  const timeZone = useTimeZone() ?? "UTC";
  const { second, exact } = describeTime(at, { timeZone, locale: useLocale() });
  return (
    <time dateTime={at.toISOString()} title={exact}>
      {second} <span className="text-muted">{timeZone}</span>
    </time>
  );
}
