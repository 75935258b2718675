import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { FocusedShell } from "../../_ui/focused-shell.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";
import { PageHeading } from "../../_ui/page-heading.tsx";
import { pageTitle } from "../../_ui/page-title.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: pageTitle(t("accountDeleted.pageTitle")) };
}

export default function AccountDeletedPage() {
  const t = useTranslations("auth.accountDeleted");
  return (
    <FocusedShell>
      <PageHeading title={t("title")} description={t("text")} />
      <LinkButton href="/" size="touch">
        {t("start")}
      </LinkButton>
    </FocusedShell>
  );
}
