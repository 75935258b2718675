import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { isUuid } from "#lib/kernel/ids.ts";
import { can } from "#lib/kernel/permissions.ts";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { type Query, readQuery } from "../../../../../_ui/query.ts";
import { NoRight } from "../../../../_components/no-right.tsx";
import { OutcomeBanner } from "../../../../_components/outcome-banner.tsx";
import { loadMember } from "../../../../load-member.ts";
import { AppList } from "../_components/app-list.tsx";
import { AppViews, isView } from "../_components/app-views.tsx";
import { RequestList } from "../_components/request-list.tsx";
import { RuleCard } from "../_components/rule-card.tsx";
import { RuleLine } from "../_components/rule-line.tsx";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/apps`);
  const t = await getTranslations("apps");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function AppsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const actor = await loadMember(slug, `/o/${slug}/apps`);
  const t = await getTranslations("apps");
  if (!can(actor.role, "client-policy:read")) {
    return <NoRight actor={actor} page={t("title")} text={t("noRight")} />;
  }
  const query = await searchParams;
  const view = readQuery(query, "view") ?? "allowed";
  const after = readQuery(query, "after");
  if (!isView(view) || (after !== undefined && !isUuid(after))) notFound();
  const search = readQuery(query, "search");
  const texts = {
    approved: t("requests.approved"),
    declined: t("requests.declined"),
  };
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <OutcomeBanner
        query={{ done: query["done"] as string, problem: query["problem"] as string }}
        texts={texts}
      />
      <AppViews actor={actor} view={view} />
      {view === "allowed" && <RuleLine actor={actor} />}
      {view === "requests" ? (
        <RequestList actor={actor} after={after} />
      ) : (
        <AppList actor={actor} view={view} search={search} after={after} />
      )}
      {view === "allowed" && after === undefined && <RuleCard actor={actor} />}
    </>
  );
}
