import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "../../../_ui/link-button.tsx";
import { PageHeader } from "../../../_ui/page-header.tsx";
import { pageTitle } from "../../../_ui/page-title.ts";
import { TextLink } from "../../../_ui/text-link.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTitle((await getTranslations("ui.notFound"))("page")) };
}

/** The same for what does not exist and for what is another organisation's. */
export default async function NotFoundHere() {
  const t = await getTranslations("ui.notFound");
  return (
    <>
      <PageHeader title={t("title")} description={t("text")} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <LinkButton href="/o" tone="primary">
          {t("organisation")}
        </LinkButton>
        <TextLink href="/docs/errors#not_found">{t("help")}</TextLink>
      </div>
    </>
  );
}
