import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { getChainEnd } from "#lib/audit/get-chain-end.ts";
import { type ListedAudit, listAudit } from "#lib/audit/list-audit.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { currentTimeZone } from "../../../../../_http/current-person.ts";
import { tryLoad } from "../../../../../_http/try-load.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import { Banner } from "../../../../../_ui/banner.tsx";
import type { Column } from "../../../../../_ui/data-table.tsx";
import { OPTIONAL_COLUMNS } from "../../../../../_ui/display.ts";
import { EmptyState } from "../../../../../_ui/empty-state.tsx";
import { ExactTime } from "../../../../../_ui/exact-time.tsx";
import { FailedCard } from "../../../../../_ui/failed-card.tsx";
import { type Filter, FilterBar } from "../../../../../_ui/filter-bar.tsx";
import { LinkButton } from "../../../../../_ui/link-button.tsx";
import { ListTable } from "../../../../../_ui/list-table.tsx";
import { NoResults } from "../../../../../_ui/no-results.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { Pagination } from "../../../../../_ui/pagination.tsx";
import { type Query, toHref } from "../../../../../_ui/query.ts";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { ViewMenu } from "../../../../../_ui/view-menu.tsx";
import { ExportCard } from "../../../../_components/export-card.tsx";
import { NoRight } from "../../../../_components/no-right.tsx";
import { loadMember } from "../../../../load-member.ts";
import { ActionWords, ActorWords, OriginWords, TargetWords } from "../_components/audit-words.tsx";
import { ChainCard } from "../_components/chain-card.tsx";
import { toAuditFilters } from "../_components/to-audit-filters.ts";
import { readFilter } from "../read-filter.ts";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Query> };
type Translate = Awaited<ReturnType<typeof getTranslations<"audit">>>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/audit`);
  const t = await getTranslations("audit");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function AuditPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const path = `/o/${slug}/audit`;
  const actor = await loadMember(slug, path);
  const [t, timeZone] = await Promise.all([getTranslations("audit"), currentTimeZone()]);
  if (!can(actor.role, "audit:read")) {
    return <NoRight actor={actor} page={t("title")} text={t("noRight")} />;
  }
  const read = readFilter(await searchParams, timeZone);
  const [filters, { rows, nextBefore }, end] = await Promise.all([
    toAuditFilters(read),
    listAudit(actor, { ...read.filter, before: read.before }),
    tryLoad(async () => ({ row: await getChainEnd(actor, {}) })),
  ]);
  return (
    <ClientMessages namespaces={["audit"]}>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={<LinkButton href={`/o/${slug}/exports`}>{t("exports")}</LinkButton>}
      />
      {read.asked.isBad && <Banner tone="warn" title={t("badFilter")} />}
      <FilterBar
        path={path}
        filters={filters}
        menu={
          <ViewMenu
            table="audit"
            columns={OPTIONAL_COLUMNS.audit.map((key) => ({ key, label: t(`columns.${key}`) }))}
          />
        }
      />
      <ListTable
        table="audit"
        caption={t("caption")}
        isCaptionHidden
        columns={toColumns(actor, path, t)}
        rows={rows}
        rowKey={({ seq }) => String(seq)}
        empty={<NoRows path={path} filters={end?.row === null ? null : filters} />}
      />
      <Pagination
        isByTime
        firstHref={read.before === undefined ? undefined : toHref(path, read.values)}
        nextHref={
          nextBefore === null ? undefined : toHref(path, { ...read.values, before: String(nextBefore) })
        }
      />
      <div className="mt-6 grid items-start gap-6 lg:grid-cols-2">
        <ExportCard actor={actor} kind="audit" filter={read.filter} timeZone={timeZone} />
        {end ? (
          <ChainCard slug={slug} end={end.row} />
        ) : (
          <FailedCard text={t("chain.failed")} retryHref={toHref(path, read.values)} />
        )}
      </div>
    </ClientMessages>
  );
}

/** Without `filters` there is no row at all. */
function NoRows({ path, filters }: { path: string; filters: readonly Filter[] | null }) {
  const t = useTranslations("audit");
  if (filters !== null) {
    return (
      <NoResults
        filters={filters}
        title={(filter) => t.rich("noResults", { filter: () => filter })}
        clearHref={path}
      />
    );
  }
  return (
    <EmptyState docsHref="/docs/audit-events" icon={<ScrollText />} title={t("empty.title")}>
      {t("empty.text")}
    </EmptyState>
  );
}

function toColumns(actor: MemberActor, path: string, t: Translate): Column<ListedAudit>[] {
  const base = `/o/${actor.tenantSlug}`;
  return [
    { key: "time", header: t("columns.time"), cell: ({ at }) => <ExactTime at={at} /> },
    { key: "who", header: t("columns.who"), cell: (row) => <ActorWords row={row} base={base} /> },
    {
      key: "action",
      header: t("columns.action"),
      isRowHeader: true,
      cell: (row) => (
        <TextLink href={`${path}/${row.seq}`}>
          <ActionWords row={row} />
        </TextLink>
      ),
    },
    {
      key: "target",
      header: t("columns.target"),
      cell: (row) => <TargetWords row={row} base={base} tenantId={actor.tenantId} />,
    },
    { key: "from", header: t("columns.from"), cell: (row) => <OriginWords row={row} /> },
  ];
}
