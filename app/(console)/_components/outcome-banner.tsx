import { useTranslations } from "next-intl";
import { type ErrorCode, HTTP_STATUS } from "#lib/kernel/errors.ts";
import { Banner } from "../../_ui/banner.tsx";
import type { Query } from "../../_ui/query.ts";
import { TextLink } from "../../_ui/text-link.tsx";

type OutcomeBannerProps = {
  /** The query of the page: `done` names what succeeded, `problem` an error code. */
  query: Query;
  /** What each `done` means. */
  texts: Readonly<Record<string, string>>;
};

/** What the action before this page did; only texts of ours are shown, whatever the address says. */
export function OutcomeBanner({ query: { done, problem }, texts }: OutcomeBannerProps) {
  const t = useTranslations("ui.outcome");
  if (typeof done === "string" && Object.hasOwn(texts, done)) {
    return (
      <div className="mb-6">
        <Banner tone="ok" title={texts[done]} live="status" />
      </div>
    );
  }
  if (typeof problem !== "string" || !Object.hasOwn(HTTP_STATUS, problem)) return null;
  return (
    <div className="mb-6">
      <Banner tone="danger" title={t("title")} live="alert">
        {t(problem as ErrorCode)} <TextLink href={`/docs/errors#${problem}`}>{t("help")}</TextLink>
      </Banner>
    </div>
  );
}
