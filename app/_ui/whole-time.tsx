import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { describeTime, writeExact } from "./describe-time.ts";

type WholeTimeProps = {
  at: Date;
  /** To the second and never relative, as in a log. */
  isLogged?: boolean | undefined;
};

/**
 * A moment on the page of the thing it belongs to: what RelativeTime and ExactTime have in their tooltip stands there as
 * text, for a finger and for who reads by ear. In lists the tooltip has to do: a row leads to such a page.
 */
export function WholeTime({ at, isLogged = false }: WholeTimeProps) {
  const t = useTranslations("ui.time");
  const reader = { timeZone: useTimeZone() ?? "UTC", locale: useLocale() };
  const { short, exact, isRelative } = describeTime(at, {
    ...reader,
    nowWords: { past: t("past"), soon: t("soon") },
  });
  return (
    <time dateTime={at.toISOString()}>
      {isLogged
        ? writeExact(at, { ...reader, timeStyle: "medium" })
        : isRelative
          ? t("whole", { short, exact })
          : exact}
    </time>
  );
}
