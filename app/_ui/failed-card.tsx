import { useTranslations } from "next-intl";
import { Banner } from "./banner.tsx";
import { LinkButton } from "./link-button.tsx";

type FailedCardProps = {
  /** What is not here, as the sentence's object: "the calls of the last week". */
  what: string;
  /** The page itself. */
  retryHref: string;
};

/** In the place of one part of a page that could not be read; the rest of the page stays. */
export function FailedCard({ what, retryHref }: FailedCardProps) {
  const t = useTranslations("ui.failed");
  return (
    <Banner
      tone="warn"
      title={t("title", { what })}
      action={<LinkButton href={retryHref}>{t("retry")}</LinkButton>}
    />
  );
}
