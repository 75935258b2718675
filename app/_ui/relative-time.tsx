import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { describeTime } from "./describe-time.ts";

/** Relative under 24 hours, otherwise the exact time in the reader's zone; the tooltip names zone and UTC. */
export function RelativeTime({ at }: { at: Date }) {
  const t = useTranslations("ui.time");
  const { short, exact } = describeTime(at, {
    timeZone: useTimeZone() ?? "UTC",
    locale: useLocale(),
    nowWords: { past: t("past"), soon: t("soon") },
  });
  return (
    <time dateTime={at.toISOString()} title={exact} className="whitespace-nowrap">
      {short}
    </time>
  );
}
