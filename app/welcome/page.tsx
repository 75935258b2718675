import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { parseNextPath } from "#lib/identity/schema.ts";
import { findDomainOrganisation } from "#lib/tenants/find-domain-organisation.ts";
import { listMemberships } from "#lib/tenants/list-memberships.ts";
import { listOwnInvitations } from "#lib/tenants/list-own-invitations.ts";
import { SignInShell } from "../(auth)/_components/sign-in-shell.tsx";
import { toLanding } from "../(auth)/to-landing.ts";
import { requirePerson } from "../_http/current-person.ts";
import { ClientMessages } from "../_messages/client-messages.tsx";
import { Card } from "../_ui/card.tsx";
import { pageTitle } from "../_ui/page-title.ts";
import { SignedInAs } from "../_ui/signed-in-as.tsx";
import { TextLink } from "../_ui/text-link.tsx";
import { AskDomainForm, AskForm, InvitationLinkForm } from "./_components/join-forms.tsx";
import { OrganisationForm } from "./_components/organisation-form.tsx";
import { OwnInvitations } from "./_components/own-invitations.tsx";

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("join.welcome");
  return { title: pageTitle(t("title")) };
}

/** Where somebody joins an organisation or makes one, and comes back to what they were doing. */
export default async function WelcomePage({ searchParams }: Props) {
  const next = parseNextPath((await searchParams).next);
  const person = await requirePerson(next === "/" ? "/welcome" : `/welcome?next=${encodeURIComponent(next)}`);
  const [memberships, invitations, found, t] = await Promise.all([
    listMemberships(person),
    listOwnInvitations(person),
    findDomainOrganisation(person),
    getTranslations("join.welcome"),
  ]);
  const company = memberships.some(({ slug }) => slug === found?.slug) ? null : found;
  return (
    <SignInShell next={next}>
      <div className="grid gap-6 py-6">
        <div className="grid gap-2">
          <h1 className="text-xl font-semibold">{t("title")}</h1>
          <p className="text-muted">{t(memberships.length === 0 ? "none" : "more")}</p>
          <SignedInAs email={person.email} next={toLanding(next)} />
        </div>
        <ClientMessages namespaces={["join"]}>
          <OwnInvitations invitations={invitations} next={next} />
          {company && (
            <Card title={t("domain.title")}>
              <p className="wrap-anywhere">
                {t.rich("domain.text", {
                  organisation: () => <bdi className="font-medium">{company.name}</bdi>,
                })}
              </p>
              <AskDomainForm slug={company.slug} name={company.name} />
            </Card>
          )}
          <Card title={t("create.title")}>
            <OrganisationForm next={next} />
          </Card>
          <Card title={t("join.title")}>
            <InvitationLinkForm />
            <hr className="border-line" />
            <AskForm />
          </Card>
        </ClientMessages>
        {memberships.length > 0 && (
          <p>
            <TextLink href="/o">{t("back")}</TextLink>
          </p>
        )}
      </div>
    </SignInShell>
  );
}
