import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { LinkButton } from "./link-button.tsx";

type PaginationProps = {
  /** Back to the first page; absent there. */
  firstHref?: string | undefined;
  nextHref?: string | undefined;
  /** Of a list with the newest first, the next page is older. */
  isByTime?: boolean | undefined;
};

/** Through a list by keys, on and back to its start: there are no page numbers, the list grows while one reads. */
export function Pagination({ firstHref, nextHref, isByTime }: PaginationProps) {
  const t = useTranslations("ui.pagination");
  if (!firstHref && !nextHref) return null;
  return (
    <nav aria-label={t("label")} className="mt-4 flex flex-wrap gap-2">
      {firstHref && <LinkButton href={firstHref}>{t(isByTime ? "newest" : "first")}</LinkButton>}
      {nextHref && (
        <LinkButton href={nextHref}>
          {t(isByTime ? "older" : "next")}
          <ChevronRight aria-hidden="true" className="size-4 rtl:rotate-180" />
        </LinkButton>
      )}
    </nav>
  );
}
