import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { findGoogle, GOOGLE } from "#lib/identity/find-google.ts";
import { listIdentities } from "#lib/identity/list-identities.ts";
import { parseNextPath } from "#lib/identity/schema.ts";
import { findCompanySignIn } from "#lib/tenants/find-company-sign-in.ts";
import { currentPerson } from "../../../_http/current-person.ts";
import { Button } from "../../../_ui/button.tsx";
import { PageHeading } from "../../../_ui/page-heading.tsx";
import { pageTitle } from "../../../_ui/page-title.ts";
import { TextLink } from "../../../_ui/text-link.tsx";
import { ProviderForm } from "../../_components/provider-form.tsx";
import { SignInShell } from "../../_components/sign-in-shell.tsx";
import { findCodeRefusal, findGoogleRefusal } from "../find-code-refusal.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: pageTitle(t("again.title"), t("signIn")) };
}

type Search = Promise<Record<string, string | string[] | undefined>>;

/** Asked before what cannot be taken back when the sign-in is not fresh; leads back to where the person was. */
export default async function AgainPage({ searchParams }: { searchParams: Search }) {
  const next = parseNextPath((await searchParams)["next"]);
  const person = await currentPerson();
  if (!person) redirect(`/sign-in?next=${encodeURIComponent(next)}`);
  const linked = new Set((await listIdentities(person)).map(({ connection }) => connection));
  const company = await findCompanySignIn(person.email);
  const [codeRefusal, googleRefusal] = await Promise.all([
    findCodeRefusal({ address: person.email }),
    findGoogleRefusal(person.email),
  ]);
  const hasCompany = company !== null && linked.has(company.connectionId);
  const t = await getTranslations("auth.again");
  return (
    <SignInShell next={next}>
      <PageHeading
        title={t("title")}
        description={t.rich("description", {
          email: () => <bdi className="font-medium break-all text-ink">{person.email}</bdi>,
        })}
      />
      <div className="grid gap-4">
        {(hasCompany || (company && codeRefusal)) && (
          <ProviderForm
            provider="company"
            purpose={hasCompany ? "again" : "sign-in"}
            next={next}
            tone="primary"
          >
            {t("company")}
          </ProviderForm>
        )}
        {!codeRefusal && (
          <form method="post" action="/sign-in/again/code">
            <input type="hidden" name="next" value={next} />
            <Button type="submit" tone={hasCompany ? "secondary" : "primary"} size="touch" isWide>
              {t("send")}
            </Button>
          </form>
        )}
        {linked.has(GOOGLE) && findGoogle() && !googleRefusal && (
          <ProviderForm provider="google" purpose="again" next={next}>
            {t("google")}
          </ProviderForm>
        )}
        <p className="border-t pt-4">
          <TextLink href={next.startsWith("/connect/") ? next : "/o"}>{t("notNow")}</TextLink>
        </p>
      </div>
    </SignInShell>
  );
}
