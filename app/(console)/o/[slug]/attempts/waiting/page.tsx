import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { watchAttempts } from "#lib/activity/watch-attempts.ts";
import { can } from "#lib/kernel/permissions.ts";
import { getTenant } from "#lib/tenants/get-tenant.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { AddressCard } from "../../../../_components/address-card.tsx";
import { NoRight } from "../../../../_components/no-right.tsx";
import { loadMember } from "../../../../load-member.ts";
import { WaitingView } from "../_components/waiting-view.tsx";
import { toWatched, readSince } from "../watched.ts";

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ since?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/attempts/waiting`);
  const t = await getTranslations("attempts.waiting");
  return { title: pageTitle(t("title"), tenantName) };
}

/** Shows one's own attempt as it happens. Without scripts the page looks again at a press, from when it was opened. */
export default async function WaitingPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const base = `/o/${slug}/attempts`;
  const actor = await loadMember(slug, `${base}/waiting`);
  const t = await getTranslations("attempts");
  const crumbs = [{ label: t("title"), href: base }];
  if (!can(actor.role, "attempt:read")) {
    return <NoRight actor={actor} page={t("waiting.title")} crumbs={crumbs} text={t("noRight")} />;
  }
  const since = readSince((await searchParams).since);
  const [attempts, tenant] = await Promise.all([watchAttempts(actor, { since }), getTenant(actor, {})]);
  return (
    <>
      <PageHeader crumbs={crumbs} title={t("waiting.title")} description={t("waiting.description")} />
      <div className="grid gap-6">
        <ClientMessages namespaces={["attempts"]}>
          <WaitingView base={base} since={since.getTime()} initial={attempts.map(toWatched)} />
        </ClientMessages>
        <AddressCard address={tenant.address} />
      </div>
    </>
  );
}
