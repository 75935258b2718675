import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { findSignIn } from "#lib/identity/find-sign-in.ts";
import { domainOf } from "#lib/identity/schema.ts";
import { findCompanySignIn } from "#lib/tenants/find-company-sign-in.ts";
import { Button } from "../../../_ui/button.tsx";
import { PageHeading } from "../../../_ui/page-heading.tsx";
import { pageTitle } from "../../../_ui/page-title.ts";
import { TextLink } from "../../../_ui/text-link.tsx";
import { ProviderForm } from "../../_components/provider-form.tsx";
import { SignInShell } from "../../_components/sign-in-shell.tsx";
import { findCodeRefusal } from "../find-code-refusal.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: pageTitle(t("company.pageTitle"), t("signIn")) };
}

/** What an address's domain offers. It names the domain alone: which organisation that is, strangers do not learn. */
export default async function CompanyPage() {
  const state = findSignIn((await headers()).get("cookie"));
  if (!state?.address) redirect("/sign-in");
  const company = await findCompanySignIn(state.address);
  const refusal = await findCodeRefusal(state);
  const domain = <bdi className="font-medium break-all text-ink">{domainOf(state.address.trim())}</bdi>;
  const t = await getTranslations("auth");
  const kind = company ? "known" : refusal ? "unknownNoCode" : "unknown";
  return (
    <SignInShell next={state.next}>
      <PageHeading
        title={t(`company.${kind}.title`)}
        description={t.rich(`company.${kind}.text`, { domain: () => domain })}
      />
      <div className="grid gap-6">
        {company && (
          <ProviderForm provider="company" next={state.next} tone="primary">
            {t("company.continue")}
          </ProviderForm>
        )}
        {refusal ? (
          <p className="text-muted">
            {t(refusal === "company_only" ? "company.required" : "company.codesOff")}
          </p>
        ) : (
          <CodeForm isPrimary={!company} />
        )}
        <p className="border-t pt-6">
          <TextLink href={`/sign-in?next=${encodeURIComponent(state.next)}`}>
            {t("code.otherAddress")}
          </TextLink>
        </p>
      </div>
    </SignInShell>
  );
}

function CodeForm({ isPrimary }: { isPrimary: boolean }) {
  const t = useTranslations("auth");
  return (
    <form method="post" action="/sign-in/request">
      <input type="hidden" name="way" value="code" />
      <Button type="submit" tone={isPrimary ? "primary" : "secondary"} size="touch" isWide>
        {t("company.code")}
      </Button>
    </form>
  );
}
