import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { LinkButton } from "./link-button.tsx";

type PaginationProps = {
  /** Back to the first page; absent there. */
  newestHref?: string | undefined;
  newerHref?: string | undefined;
  olderHref?: string | undefined;
};

/** Through a list by keys, newest first: there are no page numbers, the list grows while one reads. */
export function Pagination({ newestHref, newerHref, olderHref }: PaginationProps) {
  const t = useTranslations("ui.pagination");
  if (!newestHref && !newerHref && !olderHref) return null;
  return (
    <nav aria-label={t("label")} className="mt-4 flex flex-wrap gap-2">
      {newestHref && <LinkButton href={newestHref}>{t("newest")}</LinkButton>}
      {newerHref && (
        <LinkButton href={newerHref}>
          <ChevronLeft aria-hidden="true" className="size-4 rtl:rotate-180" />
          {t("newer")}
        </LinkButton>
      )}
      {olderHref && (
        <LinkButton href={olderHref}>
          {t("older")}
          <ChevronRight aria-hidden="true" className="size-4 rtl:rotate-180" />
        </LinkButton>
      )}
    </nav>
  );
}
