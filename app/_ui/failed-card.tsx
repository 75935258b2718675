import { useTranslations } from "next-intl";
import { Banner } from "./banner.tsx";
import { LinkButton } from "./link-button.tsx";

type FailedCardProps = {
  /** The whole sentence: "Could not load the calls of the last week". */
  text: string;
  /** The page itself. */
  retryHref: string;
};

/** In the place of one part of a page that could not be read; the rest of the page stays. */
export function FailedCard({ text, retryHref }: FailedCardProps) {
  const t = useTranslations("ui.failed");
  return <Banner tone="warn" title={text} action={<LinkButton href={retryHref}>{t("retry")}</LinkButton>} />;
}
