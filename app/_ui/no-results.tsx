import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EmptyState } from "./empty-state.tsx";
import type { Filter } from "./filter-bar.tsx";
import { FilterWords } from "./filter-words.tsx";
import { LinkButton } from "./link-button.tsx";

type NoResultsProps = {
  /** Those of the list's FilterBar. */
  filters: readonly Filter[];
  /** One sentence around the filter in words: "No person fits Role: Auditor". */
  title: (filter: ReactNode) => ReactNode;
  /** The list without its filters. */
  clearHref: string;
};

/** A list whose filter lets nothing through: says again what was looked for. */
export function NoResults({ filters, title, clearHref }: NoResultsProps) {
  const t = useTranslations("ui.filters");
  return (
    <EmptyState
      icon={<SearchX />}
      title={title(<FilterWords filters={filters} />)}
      action={<LinkButton href={clearHref}>{t("clear")}</LinkButton>}
    />
  );
}
