import { Server } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "#lib/kernel/permissions.ts";
import { listUpstreams, type UpstreamSummary } from "#lib/upstreams/list-upstreams.ts";
import { type Column, DataTable } from "../../../../../_ui/data-table.tsx";
import { EmptyState } from "../../../../../_ui/empty-state.tsx";
import { LinkButton } from "../../../../../_ui/link-button.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { NoRight } from "../../../../_components/no-right.tsx";
import { NotAllowed } from "../../../../_components/not-allowed.tsx";
import { OutcomeBanner } from "../../../../_components/outcome-banner.tsx";
import { loadMember } from "../../../../load-member.ts";
import { InstanceStatus } from "../_components/instance-status.tsx";

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ done?: string | string[]; problem?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/instances`);
  const t = await getTranslations("instances");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function InstancesPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const base = `/o/${slug}/instances`;
  const actor = await loadMember(slug, base);
  const t = await getTranslations("instances");
  if (!can(actor.role, "upstream:read")) {
    return <NoRight actor={actor} page={t("title")} text={t("noRight.see")} />;
  }
  const upstreams = await listUpstreams(actor, {});
  const mayAdd = can(actor.role, "upstream:write");
  const add = mayAdd ? (
    <LinkButton href={`${base}/new`} tone="primary">
      {t("add")}
    </LinkButton>
  ) : (
    <NotAllowed actor={actor} permission="upstream:write" actions={[t("add")]} />
  );
  const hasAny = upstreams.length > 0;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={hasAny && !mayAdd && add}
        primary={hasAny && mayAdd && add}
      />
      <OutcomeBanner query={await searchParams} texts={{ removed: t("done.removed") }} />
      <DataTable
        caption={t("title")}
        isCaptionHidden
        columns={toColumns(base, t)}
        rows={upstreams}
        rowKey={({ id }) => id}
        empty={
          <EmptyState docsHref="/docs/instances" icon={<Server />} title={t("empty.title")} action={add}>
            {t("empty.text")}
          </EmptyState>
        }
      />
    </>
  );
}

type Translate = Awaited<ReturnType<typeof getTranslations<"instances">>>;

function toColumns(base: string, t: Translate): Column<UpstreamSummary>[] {
  return [
    {
      key: "name",
      header: t("columns.name"),
      cell: ({ id, name }) => (
        <TextLink href={`${base}/${id}`}>
          <bdi>{name}</bdi>
        </TextLink>
      ),
    },
    {
      key: "host",
      header: t("columns.host"),
      cell: ({ host }) => <span className="inline-block min-w-40 font-mono break-all">{host}</span>,
    },
    {
      key: "status",
      header: t("columns.status"),
      isNarrow: true,
      cell: ({ status, state, setup, problem }) => (
        <InstanceStatus status={status} state={state} setup={setup} problem={problem} />
      ),
    },
    {
      key: "tools",
      header: t("columns.tools"),
      isNarrow: true,
      cell: ({ toolCounts: { approved, pending, off } }) => t("toolCounts", { approved, pending, off }),
    },
    {
      key: "sync",
      header: t("columns.sync"),
      isNarrow: true,
      cell: ({ syncedAt }) => (syncedAt ? <RelativeTime at={syncedAt} /> : t("never")),
    },
    {
      key: "latency",
      header: t("columns.latency"),
      isNarrow: true,
      align: "end",
      cell: ({ latencyMs }) => (latencyMs === null ? t("notKnown") : t("ms", { ms: latencyMs })),
    },
    { key: "owner", header: t("columns.owner"), cell: (row) => <KeyOwner row={row} t={t} /> },
    {
      key: "age",
      header: t("columns.age"),
      isNarrow: true,
      cell: ({ key }) => (key ? <RelativeTime at={key.createdAt} /> : t("key.none")),
    },
  ];
}

/** Whom calls act as to Trinity. */
function KeyOwner({ row: { key, keyMode }, t }: { row: UpstreamSummary; t: Translate }) {
  if (key?.refusedAt) return <span className="text-danger">{t("problems.refused_key")}</span>;
  if (keyMode === "personal") return <>{t("key.people")}</>;
  if (key === null) return <>{t("key.none")}</>;
  return key.actsAs === null ? <>{t("notKnown")}</> : <bdi className="wrap-anywhere">{key.actsAs}</bdi>;
}
