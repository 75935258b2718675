import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { describeTime } from "./describe-time.ts";

/**
 * A moment on the page of the thing it belongs to: what RelativeTime has in its tooltip stands there as text, for a finger
 * and for who reads by ear. In lists the tooltip has to do: a row leads to such a page.
 */
export function WholeTime({ at }: { at: Date }) {
  const t = useTranslations("ui.time");
  const { short, exact, isRelative } = describeTime(at, {
    timeZone: useTimeZone() ?? "UTC",
    locale: useLocale(),
    nowWords: { past: t("past"), soon: t("soon") },
  });
  return <time dateTime={at.toISOString()}>{isRelative ? t("whole", { short, exact }) : exact}</time>;
}
