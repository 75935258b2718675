import { useFormatter, useTranslations } from "next-intl";
import { Fragment, type ReactElement, type ReactNode } from "react";
import type { Filter } from "./filter-bar.tsx";

/** A filter's value in words. */
export function describeFilter({ value, options }: Filter): string {
  return options?.find((option) => option.value === value)?.label ?? value ?? "";
}

/** A whole filter in words, "Result: Failed and Tool name: list_agents"; without one it is the page that holds nothing. */
export function FilterWords({ filters }: { filters: readonly Filter[] }): ReactNode {
  const t = useTranslations("ui.filters");
  const { list } = useFormatter();
  const parts = filters.flatMap((filter): ReactElement[] => {
    if (!filter.value) return [];
    const value = () => <bdi>{describeFilter(filter)}</bdi>;
    return [<Fragment key={filter.name}>{t.rich("one", { label: filter.label, value })}</Fragment>];
  });
  return parts.length === 0 ? t("page") : list(parts, "all");
}
