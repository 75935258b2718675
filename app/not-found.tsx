import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FocusedShell } from "./_ui/focused-shell.tsx";
import { LinkButton } from "./_ui/link-button.tsx";
import { pageTitle } from "./_ui/page-title.ts";
import { TextLink } from "./_ui/text-link.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTitle((await getTranslations("ui.notFound"))("page")) };
}

/** The same page for what does not exist and for what is not in the reader's organisation. */
export default async function NotFound() {
  const t = await getTranslations("ui.notFound");
  return (
    <FocusedShell>
      <div className="grid gap-4 py-6">
        <h1 className="text-xl font-semibold">{t("title")}</h1>
        <p className="max-w-[72ch] text-muted">{t("text")}</p>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
          <LinkButton href="/" tone="primary">
            {t("start")}
          </LinkButton>
          <LinkButton href="/sign-in">{t("signIn")}</LinkButton>
          <TextLink href="/docs/errors#not_found">{t("help")}</TextLink>
        </div>
      </div>
    </FocusedShell>
  );
}
