import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { FocusedShell } from "../../_ui/focused-shell.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";
import { PageHeading } from "../../_ui/page-heading.tsx";
import { pageTitle } from "../../_ui/page-title.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: pageTitle(t("signedOut.pageTitle")) };
}

export default function SignedOutPage() {
  const t = useTranslations("auth.signedOut");
  return (
    <FocusedShell>
      <PageHeading title={t("title")} description={t("text")} />
      <LinkButton href="/sign-in" tone="primary" size="touch">
        {t("again")}
      </LinkButton>
    </FocusedShell>
  );
}
