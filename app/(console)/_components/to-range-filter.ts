import "#server-only";
import { getTimeZone, getTranslations } from "next-intl/server";
import type { Filter } from "../../_ui/filter-bar.tsx";
import { type AskedRange, type Range, RANGES } from "../read-range.ts";

type Own = {
  /** The span of a list that is asked for none; without it, all of it. */
  own?: keyof typeof RANGES;
};

/** The time a list is looked through for. */
export async function toRangeFilter(
  asked: Omit<AskedRange, "span" | "isBad">,
  { own }: Own = {},
): Promise<Filter> {
  const [t, zone] = await Promise.all([getTranslations("ui.range"), getTimeZone()]);
  const choices = [...(Object.keys(RANGES) as Range[]), "custom" as const];
  return {
    name: "range",
    label: t("label"),
    value: asked.range === own ? undefined : asked.range,
    anyLabel: t(own ?? "any"),
    options: choices.filter((range) => range !== own).map((value) => ({ value, label: t(value) })),
    isAlwaysOn: own !== undefined,
    span: {
      from: { label: t("from", { zone }), value: asked.from },
      to: { label: t("to", { zone }), value: asked.to },
    },
  };
}
