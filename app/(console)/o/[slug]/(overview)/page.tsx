import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getOverview } from "#lib/activity/get-overview.ts";
import { can } from "#lib/kernel/permissions.ts";
import { getTenant } from "#lib/tenants/get-tenant.ts";
import { listUpstreams } from "#lib/upstreams/list-upstreams.ts";
import { tryLoad } from "../../../../_http/try-load.ts";
import { FailedCard } from "../../../../_ui/failed-card.tsx";
import { PageHeader } from "../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../_ui/page-title.ts";
import { AddressCard } from "../../../_components/address-card.tsx";
import { loadMember } from "../../../load-member.ts";
import { FirstSteps } from "./_components/first-steps.tsx";
import { HealthStrip } from "./_components/health-strip.tsx";
import { LatestChanges } from "./_components/latest-changes.tsx";
import { OverviewNumbers } from "./_components/overview-numbers.tsx";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}`);
  const t = await getTranslations("overview");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function OverviewPage({ params }: Props) {
  const { slug } = await params;
  const base = `/o/${slug}`;
  const actor = await loadMember(slug, base);
  const [t, words, tenant, overview, upstreams] = await Promise.all([
    getTranslations("overview"),
    getTranslations("ui.roles"),
    tryLoad(() => getTenant(actor, {})),
    tryLoad(() => getOverview(actor, {})),
    can(actor.role, "upstream:read") ? tryLoad(() => listUpstreams(actor, {})) : [],
  ]);
  return (
    <>
      <PageHeader
        title={<bdi>{actor.tenantName}</bdi>}
        description={t("role", { role: words(actor.role) })}
      />
      <div className="grid gap-6">
        {overview && <FirstSteps actor={actor} steps={overview.steps} />}
        {upstreams === null && <FailedCard text={t("failed.instances")} retryHref={base} />}
        {upstreams && upstreams.length > 0 && <HealthStrip base={base} upstreams={upstreams} />}
        {overview ? (
          <OverviewNumbers actor={actor} overview={overview} />
        ) : (
          <FailedCard text={t("failed.numbers")} retryHref={base} />
        )}
        {tenant ? (
          <AddressCard address={tenant.address} />
        ) : (
          <FailedCard text={t("failed.address")} retryHref={base} />
        )}
        {can(actor.role, "audit:read") && <LatestChanges actor={actor} />}
      </div>
    </>
  );
}
