import { useTranslations } from "next-intl";
import { LinkButton } from "../../../../../_ui/link-button.tsx";
import { toHref } from "../../../../../_ui/query.ts";

type PageLinksProps = {
  base: string;
  /** The tab and its filters. */
  keep: Readonly<Record<string, string | undefined>>;
  isFirst: boolean;
  nextCursor: string | null;
};

/** Through a list that is in the order of names: on, and back to its start. */
export function PageLinks({ base, keep, isFirst, nextCursor }: PageLinksProps) {
  const t = useTranslations("members");
  if (isFirst && nextCursor === null) return null;
  return (
    <nav aria-label={t("pages")} className="mt-4 flex flex-wrap gap-2">
      {!isFirst && <LinkButton href={toHref(base, keep)}>{t("first")}</LinkButton>}
      {nextCursor !== null && (
        <LinkButton href={toHref(base, { ...keep, after: nextCursor })}>{t("next")}</LinkButton>
      )}
    </nav>
  );
}
