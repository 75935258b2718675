import { useFormatter, useTranslations } from "next-intl";
import { Fragment, type ReactElement, type ReactNode } from "react";
import { CUSTOM } from "./date-range.tsx";
import type { Filter } from "./filter-bar.tsx";

/** A filter's value in words. */
export function FilterValue({ filter: { value, options, anyLabel, span } }: { filter: Filter }): ReactNode {
  const t = useTranslations("ui.filters");
  const { dateTime } = useFormatter();
  if (span && value === CUSTOM) {
    const [from, to] = [span.from.value, span.to.value];
    const ends = from && to ? "both" : from ? "from" : to ? "to" : "none";
    const write = (local: string) =>
      local && dateTime(new Date(`${local}Z`), { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
    return t("span", { ends, from: write(from), to: write(to) });
  }
  return value ? (options?.find((option) => option.value === value)?.label ?? value) : anyLabel;
}

/** A whole filter in words, "Result: Failed and Tool name: list_agents"; without one it is the page that holds nothing. */
export function FilterWords({ filters }: { filters: readonly Filter[] }): ReactNode {
  const t = useTranslations("ui.filters");
  const { list } = useFormatter();
  const parts = filters.flatMap((filter): ReactElement[] => {
    const { name, label, value, isAlwaysOn } = filter;
    if (!value && !isAlwaysOn) return [];
    const words = () => (
      <bdi>
        <FilterValue filter={filter} />
      </bdi>
    );
    return [<Fragment key={name}>{t.rich("one", { label, value: words })}</Fragment>];
  });
  return parts.length === 0 ? t("page") : list(parts, "all");
}
