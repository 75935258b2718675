import { Activity } from "lucide-react";
import type { Metadata } from "next";
import { getTimeZone, getTranslations } from "next-intl/server";
import { listToolCalls } from "#lib/activity/list-tool-calls.ts";
import { can } from "#lib/kernel/permissions.ts";
import { Banner } from "../../../../../_ui/banner.tsx";
import { OPTIONAL_COLUMNS } from "../../../../../_ui/display.ts";
import { EmptyState } from "../../../../../_ui/empty-state.tsx";
import { FilterBar } from "../../../../../_ui/filter-bar.tsx";
import { LinkButton } from "../../../../../_ui/link-button.tsx";
import { NoResults } from "../../../../../_ui/no-results.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { Pagination } from "../../../../../_ui/pagination.tsx";
import type { Query } from "../../../../../_ui/query.ts";
import { BesidePanel } from "../../../../../_ui/side-panel.tsx";
import { ViewMenu } from "../../../../../_ui/view-menu.tsx";
import { ExportCard } from "../../../../_components/export-card.tsx";
import { loadMember } from "../../../../load-member.ts";
import { CallChart } from "../_components/call-chart.tsx";
import { CallPanel, loadOpened } from "../_components/call-panel.tsx";
import { CallTable } from "../_components/call-table.tsx";
import { toCallFilters } from "../_components/to-call-filters.ts";
import { readActivityQuery, toActivityHref } from "../read-query.ts";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/activity`);
  const t = await getTranslations("activity");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function ActivityPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const base = `/o/${slug}/activity`;
  const actor = await loadMember(slug, base);
  const [t, timeZone] = await Promise.all([getTranslations("activity"), getTimeZone()]);
  const query = await searchParams;
  const { fields, filter, before, isBad } = readActivityQuery(query, timeZone);
  const [filters, { calls, nextBefore }, opened] = await Promise.all([
    toCallFilters(actor, fields),
    listToolCalls(actor, { ...filter, before }),
    loadOpened(actor, query),
  ]);
  const seesAll = can(actor.role, "activity:read-all");
  const isNarrowed = toActivityHref(base, fields) !== base;
  return (
    <>
      <PageHeader title={t("title")} description={t(seesAll ? "description.all" : "description.own")} />
      {isBad && <Banner tone="warn" title={t("badFilter")} />}
      <BesidePanel
        panel={
          opened && (
            <CallPanel actor={actor} opened={opened} closeHref={toActivityHref(base, fields, { before })} />
          )
        }
      >
        <FilterBar
          path={base}
          filters={filters}
          menu={
            <ViewMenu
              table="activity"
              columns={OPTIONAL_COLUMNS.activity
                .filter((key) => seesAll || key !== "person")
                .map((key) => ({ key, label: t(`columns.${key}`) }))}
            />
          }
        />
        {calls.length === 0 && !isNarrowed && before === undefined ? (
          <EmptyState
            docsHref="/docs/data#read-the-list-of-calls"
            icon={<Activity />}
            title={t("empty.title")}
            action={<LinkButton href={`/o/${slug}/connections`}>{t("empty.action")}</LinkButton>}
          >
            {t(seesAll ? "empty.all" : "empty.own")}
          </EmptyState>
        ) : (
          <>
            <CallChart actor={actor} base={base} fields={fields} filter={filter} />
            {calls.length === 0 ? (
              <NoResults
                filters={filters}
                title={(words) => t.rich("none", { filter: () => words })}
                clearHref={base}
              />
            ) : (
              <CallTable
                calls={calls}
                seesAll={seesAll}
                toOpen={(open) => toActivityHref(base, fields, { before, open })}
                isBeside={opened !== null}
              />
            )}
          </>
        )}
        <Pagination
          isByTime
          firstHref={before && toActivityHref(base, fields)}
          nextHref={nextBefore ? toActivityHref(base, fields, { before: nextBefore }) : undefined}
        />
        <div className="mt-6">
          <ExportCard actor={actor} kind="activity" filter={filter} timeZone={timeZone} />
        </div>
      </BesidePanel>
    </>
  );
}
