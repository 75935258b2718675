import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { findGoogle, GOOGLE } from "#lib/identity/find-google.ts";
import { listIdentities } from "#lib/identity/list-identities.ts";
import { findCompanySignIn } from "#lib/tenants/find-company-sign-in.ts";
import { ProviderForm } from "../../(auth)/_components/provider-form.tsx";
import { ActionForm } from "../../(console)/_components/action-form.tsx";
import { OutcomeBanner } from "../../(console)/_components/outcome-banner.tsx";
import { requirePerson } from "../../_http/current-person.ts";
import { Card } from "../../_ui/card.tsx";
import { ConfirmDialog } from "../../_ui/confirm-dialog.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { RelativeTime } from "../../_ui/relative-time.tsx";
import { removeWay } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("me.signIn");
  return { title: pageTitle(t("title")) };
}

const PATH = "/me/sign-in";
type Props = { searchParams: Promise<{ done?: string | string[]; problem?: string | string[] }> };

export default async function SignInSettingsPage({ searchParams }: Props) {
  const person = await requirePerson(PATH);
  const company = await findCompanySignIn(person.email);
  const t = await getTranslations("me.signIn");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <OutcomeBanner
        query={await searchParams}
        texts={{ linked: t("linked"), removed: t("removed"), changed: t("changed") }}
      />
      <div className="grid max-w-[640px] gap-6">
        <Card title={t("address")}>
          <p>
            <bdi className="font-medium break-all">{person.email}</bdi>
          </p>
          <p className="text-muted">{t("addressText")}</p>
          {company?.isRequired ? (
            <p className="text-muted">{t("addressStays")}</p>
          ) : (
            <div>
              <LinkButton href="/me/sign-in/address">{t("change")}</LinkButton>
            </div>
          )}
        </Card>
        <Ways ways={await listIdentities(person)} companyId={company?.connectionId} />
        <Card title={t("browsers")}>
          <p className="text-muted">{t("browsersText")}</p>
          <div>
            <LinkButton href="/me/sessions">{t("browsersLink")}</LinkButton>
          </div>
        </Card>
      </div>
    </>
  );
}

type WaysProps = { ways: Awaited<ReturnType<typeof listIdentities>>; companyId: string | undefined };

function Ways({ ways, companyId }: WaysProps) {
  const t = useTranslations("me.signIn");
  const linked = new Set(ways.map(({ connection }) => connection));
  const mayLinkGoogle = findGoogle() !== null && !linked.has(GOOGLE);
  const mayLinkCompany = companyId !== undefined && !linked.has(companyId);
  if (ways.length === 0 && !mayLinkGoogle && !mayLinkCompany) return null;
  return (
    <Card title={t("ways")}>
      {ways.length > 0 && (
        <ul className="divide-y divide-line">
          {ways.map(({ id, connection, email, createdAt }) => (
            <li
              key={id}
              className="flex flex-wrap items-start justify-between gap-3 py-3 first:pt-0 last:pb-0"
            >
              <div className="grid min-w-0 gap-1">
                <p className="font-medium">{t(connection === GOOGLE ? "google" : "company")}</p>
                <p className="break-all text-muted">
                  <bdi>{email}</bdi>
                </p>
                <p className="text-table text-muted">
                  {t.rich("since", { time: () => <RelativeTime at={createdAt} /> })}
                </p>
              </div>
              <ActionForm action={removeWay} hidden={{ id }}>
                <ConfirmDialog
                  title={t("remove.title")}
                  description={t("remove.text")}
                  confirmLabel={t("remove.confirm")}
                  tone="secondary"
                >
                  {t("remove.button")}
                </ConfirmDialog>
              </ActionForm>
            </li>
          ))}
        </ul>
      )}
      {mayLinkGoogle && (
        <ProviderForm provider="google" purpose="link" next={PATH}>
          {t("linkGoogle")}
        </ProviderForm>
      )}
      {mayLinkCompany && (
        <ProviderForm provider="company" purpose="link" next={PATH}>
          {t("linkCompany")}
        </ProviderForm>
      )}
    </Card>
  );
}
