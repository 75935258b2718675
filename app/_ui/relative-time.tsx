import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { describeTime } from "./describe-time.ts";

type RelativeTimeProps = {
  at: Date;
  /** Whether it may take two lines, the day and the time, where several stand side by side. */
  wraps?: boolean | undefined;
};

/** Relative under 24 hours, otherwise the exact time in the reader's zone; the tooltip names zone and UTC. */
export function RelativeTime({ at, wraps = false }: RelativeTimeProps) {
  const t = useTranslations("ui.time");
  const { short, exact } = describeTime(at, {
    timeZone: useTimeZone() ?? "UTC",
    locale: useLocale(),
    nowWords: { past: t("past"), soon: t("soon") },
  });
  return (
    <time
      dateTime={at.toISOString()}
      title={exact}
      className={wraps ? "inline-block sm:min-w-24" : "sm:whitespace-nowrap"}
    >
      {short}
    </time>
  );
}
