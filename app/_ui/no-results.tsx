import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EmptyState } from "./empty-state.tsx";
import { LinkButton } from "./link-button.tsx";

type NoResultsProps = {
  /** The filter in words: "No person matches “grace” with the role Auditor". */
  title: string;
  /** The list without its filters. */
  clearHref: string;
  children?: ReactNode;
};

/** A list whose filter lets nothing through. */
export function NoResults({ title, clearHref, children }: NoResultsProps) {
  const t = useTranslations("ui.filters");
  return (
    <EmptyState
      icon={<SearchX />}
      title={title}
      action={<LinkButton href={clearHref}>{t("clear")}</LinkButton>}
    >
      {children}
    </EmptyState>
  );
}
