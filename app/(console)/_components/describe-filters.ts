import "#server-only";
import { getFormatter, getTranslations } from "next-intl/server";
import type { Filter } from "../../_ui/filter-bar.tsx";

/** That no connection fits, with the filter in words. */
export async function describeFilters(filters: readonly Filter[]): Promise<string> {
  const [t, format] = await Promise.all([getTranslations("connections.filters"), getFormatter()]);
  const parts = filters.flatMap(({ label, value, options }) => {
    if (!value) return [];
    const word = options?.find((option) => option.value === value)?.label ?? value;
    return [t("one", { label, value: word })];
  });
  return t("none", { filter: format.list(parts) });
}
