import { UserPlus } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "#lib/kernel/permissions.ts";
import { countPeople } from "#lib/tenants/count-people.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import { LinkButton } from "../../../../../_ui/link-button.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { type Query, readQuery, toHref } from "../../../../../_ui/query.ts";
import { TabLinks } from "../../../../../_ui/tab-links.tsx";
import { NoRight } from "../../../../_components/no-right.tsx";
import { NotAllowed } from "../../../../_components/not-allowed.tsx";
import { OutcomeBanner } from "../../../../_components/outcome-banner.tsx";
import { loadMember } from "../../../../load-member.ts";
import { InvitationsView } from "../_components/invitations-view.tsx";
import { PeopleView } from "../_components/people-view.tsx";
import { RequestsView } from "../_components/requests-view.tsx";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Query> };

const TABS = ["people", "invitations", "requests"] as const;
const VIEWS = { people: PeopleView, invitations: InvitationsView, requests: RequestsView } as const;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/members`);
  const t = await getTranslations("members");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function MembersPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const base = `/o/${slug}/members`;
  const actor = await loadMember(slug, base);
  const query = await searchParams;
  const t = await getTranslations("members");
  if (!can(actor.role, "member:read")) return <NoRight actor={actor} page={t("title")} text={t("noRight")} />;
  const tab = TABS.find((one) => one === readQuery(query, "tab")) ?? "people";
  const mayInvite = can(actor.role, "member:write");
  const counts = await countPeople(actor, {});
  const View = VIEWS[tab];
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={!mayInvite && <NotAllowed actor={actor} permission="member:write" actions={[t("invite")]} />}
        primary={
          mayInvite && (
            <LinkButton href={`${base}/invite`} tone="primary">
              <UserPlus aria-hidden="true" className="size-4" />
              {t("invite")}
            </LinkButton>
          )
        }
      />
      <OutcomeBanner
        query={query}
        texts={{
          removed: t("person.danger.removed"),
          revoked: t("invitations.revoked"),
          approved: t("requests.approved"),
          declined: t("requests.declined"),
        }}
      />
      <TabLinks
        label={t("tabs.label")}
        tabs={TABS.map((one) => ({
          href: toHref(base, { tab: one === "people" ? undefined : one }),
          label: t(`tabs.${one}`),
          isCurrent: one === tab,
          count: counts[one],
        }))}
      />
      <ClientMessages namespaces={["members"]}>
        <View actor={actor} query={query} base={base} />
      </ClientMessages>
    </>
  );
}
